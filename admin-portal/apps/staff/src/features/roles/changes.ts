import type { EditRoleInput, FieldClass } from "@brokerdesk/api";
import {
  deniedFields,
  deniedPermissions,
  fieldClassOrder,
  fieldInputs,
  fieldKey,
  grantInputs,
  type RoleDraft,
  relations,
} from "./model.ts";

/** One cell (or text) that differs: `grant client.view`, `field EMAIL OWNER`, `name`, `description`. */
export interface Difference {
  key: string;
  before: string | undefined;
  after: string | undefined;
}

type Flat = Readonly<Record<string, string>>;

function flat(draft: RoleDraft): Flat {
  return {
    name: draft.name.trim(),
    description: draft.description.trim(),
    ...Object.fromEntries(Object.entries(draft.grants).map(([key, level]) => [`grant ${key}`, level])),
    ...Object.fromEntries(Object.entries(draft.fields).map(([key, visibility]) => [`field ${key}`, visibility])),
  };
}

export function differences(before: RoleDraft, after: RoleDraft): Difference[] {
  const [old, now] = [flat(before), flat(after)];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return keys.filter((key) => old[key] !== now[key]).map((key) => ({ key, before: old[key], after: now[key] }));
}

/** A role as colleagues merge it: name, description, each permission, and each class of fields with all of its rules. */
export type RoleCells = Readonly<Record<string, unknown>>;

export function cellsOf({ name, description, grants, fields }: RoleDraft): RoleCells {
  // a denial stands for all rules of its class: they are one field
  const rulesOf = (field: FieldClass) =>
    relations.flatMap((relation) => {
      const key = fieldKey(field, relation);
      return fields[key] === undefined ? [] : [[key, fields[key]]];
    });
  return {
    name: name.trim(),
    description: description.trim(),
    ...Object.fromEntries(Object.entries(grants).map(([key, level]) => [`grant ${key}`, level])),
    ...Object.fromEntries(
      fieldClassOrder.flatMap((field) => {
        const rules = rulesOf(field);
        return rules.length === 0 ? [] : [[`field ${field}`, Object.fromEntries(rules)]];
      }),
    ),
  };
}

export function draftOfCells(cells: RoleCells): RoleDraft {
  const part = (prefix: string) =>
    Object.entries(cells).flatMap(([key, value]) =>
      key.startsWith(prefix) && value !== undefined ? [[key.slice(prefix.length), value] as const] : [],
    );
  return {
    name: String(cells.name ?? ""),
    description: String(cells.description ?? ""),
    grants: Object.fromEntries(part("grant ")) as RoleDraft["grants"],
    fields: Object.assign({}, ...part("field ").map(([, rules]) => rules)) as RoleDraft["fields"],
  };
}

/** Only what changed is sent. */
export function editInput(id: string, version: number, before: RoleDraft, after: RoleDraft): EditRoleInput {
  const changed = differences(before, after).map(({ key }) => key);
  const any = (prefix: string) => changed.some((key) => key.startsWith(prefix));
  return {
    id,
    version,
    ...(changed.includes("name") ? { name: after.name.trim() } : {}),
    ...(changed.includes("description") ? { description: after.description.trim() } : {}),
    ...(any("grant ") ? { grants: grantInputs(after.grants), deniedPermissions: deniedPermissions(after.grants) } : {}),
    ...(any("field ") ? { fields: fieldInputs(after.fields), deniedFields: deniedFields(after.fields) } : {}),
  };
}
