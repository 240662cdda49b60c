import type { FieldClass, Relation, Visibility } from "@brokerdesk/api";
import {
  type Fields,
  type Grants,
  type Level,
  type Permission,
  reaches,
  type Showing,
  unsaid,
  visibilities,
} from "./model.ts";

/** What the viewer's own roles show him: nobody hands out more. */
export type OwnFields = readonly { field: FieldClass; relation: Relation; visibility: Visibility }[];

const concrete: readonly Relation[] = ["OWNER", "PARTICIPANT", "SAME_TEAM", "OTHER"];
const rank = (visibility: Visibility) => visibilities.indexOf(visibility);

/** Whether the viewer may give this much of a permission. Taking away is decided by the same: see `role.editable`. */
export function mayGive(entry: Permission, level: Level): boolean {
  if (level === "NONE") return true;
  if (!entry.grantable) return false;
  if (level === "YES" || !entry.hasReach) return true;
  // whoever takes a denial away gives as much as there is: only what one holds wholly can be denied
  if (level === "DENY") return entry.maxReach === "ALL";
  return entry.maxReach != null && reaches.indexOf(level) <= reaches.indexOf(entry.maxReach);
}

/** The most of a field that the viewer may show others for a relation: for any relation, the least he sees himself. */
export function mostVisible(own: OwnFields, field: FieldClass, relation: Relation): Visibility {
  const seen = (wanted: Relation) =>
    own.find((rule) => rule.field === field && rule.relation === wanted)?.visibility ??
    own.find((rule) => rule.field === field && rule.relation === "ANY")?.visibility ??
    unsaid;
  if (relation !== "ANY") return seen(relation);
  return concrete.map(seen).reduce((least, each) => (rank(each) < rank(least) ? each : least));
}

export function mayShow(own: OwnFields, field: FieldClass, relation: Relation, visibility: Showing): boolean {
  if (visibility === "DENY") return mostVisible(own, field, "ANY") === "FULL";
  return rank(visibility) <= rank(mostVisible(own, field, relation));
}

/** A copy of a role's rules cut down to what the viewer may give; and how many cells had to shrink. */
export function withinOwn(
  rules: { grants: Grants; fields: Fields },
  catalogue: readonly Permission[],
  own: OwnFields,
): { grants: Grants; fields: Fields; narrowed: number } {
  let narrowed = 0;
  const grants: Record<string, Exclude<Level, "NONE">> = {};
  for (const [permission, level] of Object.entries(rules.grants)) {
    const entry = catalogue.find((each) => each.permission === permission);
    if (entry !== undefined && mayGive(entry, level)) grants[permission] = level;
    else {
      narrowed += 1;
      if (level !== "DENY" && entry?.grantable && entry.maxReach != null) grants[permission] = entry.maxReach;
    }
  }
  const fields: Record<string, Showing> = {};
  for (const [key, visibility] of Object.entries(rules.fields)) {
    const [field, relation] = key.split(" ") as [FieldClass, Relation];
    const most = mostVisible(own, field, relation);
    if (visibility === "DENY") {
      if (mayShow(own, field, "ANY", "DENY")) fields[key] = "DENY";
      else narrowed += 1;
      continue;
    }
    if (rank(visibility) > rank(most)) narrowed += 1;
    fields[key] = rank(visibility) > rank(most) ? most : visibility;
  }
  return { grants, fields, narrowed };
}
