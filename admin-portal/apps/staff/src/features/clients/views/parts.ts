import type { ClientSortField, SavedViewFieldsFragment, ViewDefinitionInput, ViewSortField } from "@brokerdesk/api";
import type { Density } from "../../../app/preferences.ts";
import { emptyFilter, type FilterNode, type Group, isGroup, parseFilter, toClientFilter } from "../filter/tree.ts";
import { columnText, parseColumnText } from "../list/columnChoice.ts";
import { type ClientView, type Grouping, groupings, newestFirst, parseSort, sortText } from "../list/view.ts";

/** What a view decides; what it leaves open is the reader's own. */
export interface ViewParts {
  filter: Group | undefined;
  sort: string;
  cols: string | undefined;
  density: Density | undefined;
  group: Grouping | undefined;
}

/** The list without a view. */
export const plain: ViewParts = {
  filter: undefined,
  sort: sortText(newestFirst) ?? "",
  cols: undefined,
  density: undefined,
  group: undefined,
};

/** The parts of an address that are changes of its view. */
export type Changes = Pick<ClientView, "filter" | "sort" | "cols" | "density" | "group">;

const sorts: Record<ViewSortField, ClientSortField> = {
  CREATED: "CREATED_AT",
  UPDATED: "UPDATED_AT",
  NAME: "NAME",
  NUMBER: "NUMBER",
  CONTACT: "LAST_CONTACT_AT",
  FOLLOW_UP: "NEXT_FOLLOW_UP_AT",
};

/** A saved definition, as addresses write it. */
export function partsOf({ filter, sort, columns, density, groupBy }: SavedViewFieldsFragment["definition"]): ViewParts {
  const group = Object.entries(groupings).find(([, by]) => by === groupBy)?.[0];
  const written = columns.map(({ name, pinned, width }) => `${name}${pinned ? "!" : ""}${width ? `:${width}` : ""}`);
  return {
    filter: parseFilter(filter),
    sort: sort
      ? (sortText({ field: sorts[sort.field], direction: sort.descending ? "DESC" : "ASC" }) ?? plain.sort)
      : plain.sort,
    cols: written.length > 0 ? columnText(parseColumnText(written.join("."))) : undefined,
    density: density ? (density.toLowerCase() as Density) : undefined,
    group: group as Grouping | undefined,
  };
}

/** What is on screen: the view, and what the address changes of it. */
export function effective(base: ViewParts, changes: Changes): ViewParts {
  const { filter, sort, cols, density, group } = changes;
  return {
    filter: filter === undefined ? base.filter : filter.items.length > 0 ? filter : undefined,
    sort: sort ?? base.sort,
    cols: cols ?? base.cols,
    density: density === "own" ? undefined : (density ?? base.density),
    group: group === "none" ? undefined : (group ?? base.group),
  };
}

/** What an address must say so that these parts are on screen. */
export function changesTo(base: ViewParts, want: ViewParts): Changes {
  const same = JSON.stringify(parseFilter(want.filter)) === JSON.stringify(parseFilter(base.filter));
  return {
    filter: same ? undefined : (want.filter ?? emptyFilter),
    sort: want.sort === base.sort ? undefined : want.sort,
    cols: want.cols === base.cols ? undefined : want.cols,
    density: want.density === base.density ? undefined : (want.density ?? "own"),
    group: want.group === base.group ? undefined : (want.group ?? "none"),
  };
}

export function isChanged(changes: Changes): boolean {
  return (["filter", "sort", "cols", "density", "group"] as const).some((part) => changes[part] !== undefined);
}

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
