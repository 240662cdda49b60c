import type { ViewDefinitionInput, ViewSortField } from "@brokerdesk/api";
import type { Density } from "../../../app/preferences.ts";
import { type FilterNode, isGroup, toClientFilter } from "../filter/tree.ts";
import { parseColumnText } from "../list/columnChoice.ts";
import { groupings, newestFirst, parseSort } from "../list/view.ts";
import { sorts, type ViewParts } from "./parts.ts";

/** Whether a filter names an address or a number: no view keeps one. */
export function namesContact(node: FilterNode): boolean {
  return isGroup(node)
    ? node.items.some(namesContact)
    : Boolean(node.text) && node.how !== "present" && node.how !== "absent";
}

/** What is to be kept. Conditions that are not filled in stay behind. */
export function definitionOf({ filter, sort, cols, density, group }: ViewParts): ViewDefinitionInput {
  const order = parseSort(sort) ?? newestFirst;
  const field = (Object.keys(sorts) as ViewSortField[]).find((each) => sorts[each] === order.field) ?? "CREATED";
  const choice = cols === undefined ? undefined : parseColumnText(cols);
  const kept = filter && filled(filter);
  return {
    filter: kept && isGroup(kept) && kept.items.length > 0 ? kept : null,
    sort: { field, descending: order.direction === "DESC" },
    columns: (choice?.order ?? [])
      .filter((id) => !choice?.hidden.includes(id))
      .map((name) => ({
        name,
        pinned: choice?.pinned.includes(name) ?? false,
        width: choice?.widths[name] ?? null,
      })),
    density: density ? (density.toUpperCase() as Uppercase<Density>) : null,
    groupBy: group ? groupings[group] : null,
  };
}

function filled(node: FilterNode): FilterNode | undefined {
  if (!isGroup(node)) return toClientFilter(node) === undefined ? undefined : node;
  const items = node.items.map(filled).filter((item) => item !== undefined);
  return items.length > 0 ? { ...node, items } : undefined;
}
