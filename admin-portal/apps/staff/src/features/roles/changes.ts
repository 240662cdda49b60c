import type { EditRoleInput } from "@brokerdesk/api";
import { deniedFields, deniedPermissions, fieldInputs, grantInputs, type RoleDraft } from "./model.ts";

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

function unflat(cells: Flat): RoleDraft {
  const part = (prefix: string) =>
    Object.fromEntries(
      Object.entries(cells)
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, value]) => [key.slice(prefix.length), value]),
    );
  return {
    name: cells.name ?? "",
    description: cells.description ?? "",
    grants: part("grant ") as RoleDraft["grants"],
    fields: part("field ") as RoleDraft["fields"],
  };
}

export function differences(before: RoleDraft, after: RoleDraft): Difference[] {
  const [old, now] = [flat(before), flat(after)];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return keys.filter((key) => old[key] !== now[key]).map((key) => ({ key, before: old[key], after: now[key] }));
}

/** My changes on top of what a colleague has saved meanwhile, and the cells that both of us changed differently. */
export function rebased(base: RoleDraft, mine: RoleDraft, theirs: RoleDraft): { draft: RoleDraft; both: string[] } {
  const own = differences(base, mine);
  const others = new Map(differences(base, theirs).map((each) => [each.key, each.after]));
  const cells: Record<string, string> = { ...flat(theirs) };
  for (const { key, after } of own) {
    if (after === undefined) delete cells[key];
    else cells[key] = after;
  }
  const both = own.filter(({ key, after }) => others.has(key) && others.get(key) !== after).map(({ key }) => key);
  return { draft: unflat(cells), both };
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
