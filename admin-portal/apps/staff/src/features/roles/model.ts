import type { FieldClass, Reach, Relation, RoleFieldRuleInput, RoleGrantInput, Visibility } from "@brokerdesk/api";

/** What a cell of the permission matrix says; `YES` where reach makes no difference; `DENY` beats every other role. */
export type Level = "NONE" | "YES" | "DENY" | Reach;
/** Permission → what is granted. Left out = none. */
export type Grants = Readonly<Record<string, Exclude<Level, "NONE">>>;
/** What a cell of the field matrix says; `DENY` stands for every client and beats every other role. */
export type Showing = Visibility | "DENY";
/** `EMAIL OWNER` → a rule of the role's own. Left out = inherited. */
export type Fields = Readonly<Record<string, Showing>>;

export interface RoleDraft {
  name: string;
  description: string;
  grants: Grants;
  fields: Fields;
}

export interface RoleRules {
  name: string;
  description: string;
  grants: readonly { permission: string; reach?: Reach | null | undefined }[];
  fields: readonly { field: FieldClass; relation: Relation; visibility: Visibility }[];
  deniedPermissions: readonly string[];
  deniedFields: readonly FieldClass[];
}

export interface Permission {
  permission: string;
  resource: string;
  verb: string;
  sentence: string;
  hasReach: boolean;
  stepUp: boolean;
  grantable: boolean;
  maxReach?: Reach | null | undefined;
}

export const emptyDraft: RoleDraft = { name: "", description: "", grants: {}, fields: {} };
export const reaches: readonly Reach[] = ["OWN", "TEAM", "ALL"];
export const fieldClassOrder: readonly FieldClass[] = ["EMAIL", "PHONE", "ADDRESS", "DATE_OF_BIRTH"];
export const relations: readonly Relation[] = ["ANY", "OWNER", "PARTICIPANT", "SAME_TEAM", "OTHER"];
/** Least first. */
export const visibilities: readonly Visibility[] = ["HIDDEN", "MASKED", "PARTIAL", "FULL"];
/** What the server shows where a role says nothing at all. */
export const unsaid: Visibility = "MASKED";

export const fieldKey = (field: FieldClass, relation: Relation) => `${field} ${relation}`;

export function draftOf(role: RoleRules, catalogue: readonly Permission[]): RoleDraft {
  const reachless = new Set(catalogue.filter((entry) => !entry.hasReach).map((entry) => entry.permission));
  return {
    name: role.name,
    description: role.description,
    grants: Object.fromEntries([
      ...role.grants.map(({ permission, reach }) => [permission, reachless.has(permission) ? "YES" : (reach ?? "YES")]),
      ...role.deniedPermissions.map((permission) => [permission, "DENY"]),
    ]),
    fields: Object.fromEntries([
      ...role.fields.map((rule) => [fieldKey(rule.field, rule.relation), rule.visibility]),
      ...role.deniedFields.map((field) => [fieldKey(field, "ANY"), "DENY"]),
    ]),
  };
}

export function grantInputs(grants: Grants): RoleGrantInput[] {
  return Object.entries(grants).flatMap(([permission, level]) =>
    level === "DENY" ? [] : [{ permission, reach: level === "YES" ? null : level }],
  );
}

export function deniedPermissions(grants: Grants): string[] {
  return Object.keys(grants).filter((permission) => grants[permission] === "DENY");
}

export function fieldInputs(fields: Fields): RoleFieldRuleInput[] {
  const denied = new Set(deniedFields(fields));
  return Object.entries(fields).flatMap(([key, visibility]) => {
    const [field, relation] = key.split(" ") as [FieldClass, Relation];
    return visibility === "DENY" || denied.has(field) ? [] : [{ field, relation, visibility }];
  });
}

export function deniedFields(fields: Fields): FieldClass[] {
  return fieldClassOrder.filter((field) => isDenied(fields, field));
}

/** What a whole role says, as it is sent. */
export const rulesInput = (grants: Grants, fields: Fields) => ({
  grants: grantInputs(grants),
  fields: fieldInputs(fields),
  deniedPermissions: deniedPermissions(grants),
  deniedFields: deniedFields(fields),
});

export function isDenied(fields: Fields, field: FieldClass): boolean {
  return fields[fieldKey(field, "ANY")] === "DENY";
}

export function levelOf(grants: Grants, permission: string): Level {
  return grants[permission] ?? "NONE";
}

export function withLevel(grants: Grants, permission: string, level: Level): Grants {
  const { [permission]: _, ...others } = grants;
  return level === "NONE" ? others : { ...others, [permission]: level };
}

/** What a role shows of a field for one relation, and whether by a rule of its own. */
export function effective(
  fields: Fields,
  field: FieldClass,
  relation: Relation,
): { visibility: Visibility; inherited: boolean } {
  const [own, any] = [fields[fieldKey(field, relation)], fields[fieldKey(field, "ANY")]];
  if (any === "DENY") return { visibility: "HIDDEN", inherited: relation !== "ANY" };
  if (own !== undefined && own !== "DENY") return { visibility: own, inherited: false };
  return { visibility: any ?? unsaid, inherited: true };
}

export function withField(
  fields: Fields,
  field: FieldClass,
  relation: Relation,
  visibility: Showing | undefined,
): Fields {
  // a denial stands for every client: no rule of the field stays beside it
  if (visibility === "DENY") {
    const kept = Object.entries(fields).filter(([key]) => key.split(" ")[0] !== field);
    return { ...Object.fromEntries(kept), [fieldKey(field, "ANY")]: "DENY" };
  }
  const { [fieldKey(field, relation)]: _, ...others } = fields;
  return visibility === undefined ? others : { ...others, [fieldKey(field, relation)]: visibility };
}

/** Rows (resources) and columns (verbs) of the matrix, in the catalogue's order. */
export function matrixOf(catalogue: readonly Permission[]) {
  const resources = [...new Set(catalogue.map((entry) => entry.resource))];
  const verbs = [...new Set(catalogue.map((entry) => entry.verb))];
  const at = new Map(catalogue.map((entry) => [`${entry.resource} ${entry.verb}`, entry]));
  return { resources, verbs, at: (resource: string, verb: string) => at.get(`${resource} ${verb}`) };
}
