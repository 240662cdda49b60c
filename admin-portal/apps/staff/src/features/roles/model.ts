import type { FieldClass, Reach, Relation, RoleFieldRuleInput, RoleGrantInput, Visibility } from "@brokerdesk/api";

/** What a cell of the permission matrix says; `YES` where reach makes no difference. */
export type Level = "NONE" | "YES" | Reach;
/** Permission → what is granted. Left out = none. */
export type Grants = Readonly<Record<string, Exclude<Level, "NONE">>>;
/** `EMAIL OWNER` → a rule of the role's own. Left out = inherited. */
export type Fields = Readonly<Record<string, Visibility>>;

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
    grants: Object.fromEntries(
      role.grants.map(({ permission, reach }) => [permission, reachless.has(permission) ? "YES" : (reach ?? "YES")]),
    ),
    fields: Object.fromEntries(role.fields.map((rule) => [fieldKey(rule.field, rule.relation), rule.visibility])),
  };
}

export function grantInputs(grants: Grants): RoleGrantInput[] {
  return Object.entries(grants).map(([permission, level]) => ({
    permission,
    reach: level === "YES" ? null : level,
  }));
}

export function fieldInputs(fields: Fields): RoleFieldRuleInput[] {
  return Object.entries(fields).map(([key, visibility]) => {
    const [field, relation] = key.split(" ") as [FieldClass, Relation];
    return { field, relation, visibility };
  });
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
  const own = fields[fieldKey(field, relation)];
  if (own !== undefined) return { visibility: own, inherited: false };
  return { visibility: fields[fieldKey(field, "ANY")] ?? unsaid, inherited: true };
}

export function withField(
  fields: Fields,
  field: FieldClass,
  relation: Relation,
  visibility: Visibility | undefined,
): Fields {
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
