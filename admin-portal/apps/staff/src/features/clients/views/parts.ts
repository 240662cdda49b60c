import type { ClientSortField, SavedViewFieldsFragment, ViewSortField } from "@brokerdesk/api";
import type { Density } from "../../../app/preferences.ts";
import { emptyFilter, type Group, parseFilter } from "../filter/tree.ts";
import { columnText, parseColumnText } from "../list/columnChoice.ts";
import { type ClientView, type Grouping, groupings, newestFirst, sortText } from "../list/view.ts";

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

/** The columns that views sort by, as lists do. */
export const sorts: Record<ViewSortField, ClientSortField> = {
  CREATED: "CREATED_AT",
  UPDATED: "UPDATED_AT",
  NAME: "NAME",
  NUMBER: "NUMBER",
  CONTACT: "LAST_CONTACT_AT",
  FOLLOW_UP: "NEXT_FOLLOW_UP_AT",
};

type Kept = SavedViewFieldsFragment["definition"];

/** What a saved view says. */
export interface KeptDefinition extends Pick<Kept, "filter" | "density" | "groupBy"> {
  sort: { field: ViewSortField; descending: boolean } | null;
  columns: readonly { name: string; pinned: boolean; width: number | null }[];
}

/** A saved definition, as addresses write it. */
export function partsOf({ filter, sort, columns, density, groupBy }: KeptDefinition): ViewParts {
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

/** What a filter asks, however its times are written. */
function asked(filter: Group | undefined): string | undefined {
  return JSON.stringify(parseFilter(filter), (part, value) =>
    part === "from" || part === "before" ? Date.parse(String(value)) : value,
  );
}

/** What an address must say so that these parts are on screen. */
export function changesTo(base: ViewParts, want: ViewParts): Changes {
  const same = asked(want.filter) === asked(base.filter);
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
