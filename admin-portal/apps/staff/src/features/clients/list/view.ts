import type { ClientGroupField, ClientSort, ClientSortField } from "@brokerdesk/api";
import { type Density, densities } from "../../../app/preferences.ts";
import { emptyFilter, type Group, parseFilter } from "../filter/tree.ts";

export const profileTabs = ["overview", "accounts", "positions", "history", "notes", "timeline"] as const;
export type ProfileTab = (typeof profileTabs)[number];

/** The names that sorts have in an address; a minus in front is descending. */
const sortFields = {
  created: "CREATED_AT",
  updated: "UPDATED_AT",
  name: "NAME",
  number: "NUMBER",
  contact: "LAST_CONTACT_AT",
  followup: "NEXT_FOLLOW_UP_AT",
} as const satisfies Record<string, ClientSortField>;

export const newestFirst: ClientSort = { field: "CREATED_AT", direction: "DESC" };

/** By what a list is divided, under the names that addresses use. */
export const groupings = {
  salesStatus: "SALES_STATUS",
  retentionStatus: "RETENTION_STATUS",
  owner: "OWNER",
  team: "TEAM",
  country: "COUNTRY",
} as const satisfies Record<string, ClientGroupField>;
export type Grouping = keyof typeof groupings;

/**
 * Everything that makes a list what it is; the address carries it. Left out = as usual, or, of a saved view, as the view
 * says; what stands here besides a view is changed and not saved.
 */
export interface ClientView {
  /** A saved view, or `all` for the plain list where another one would open by itself. */
  view?: string | undefined;
  q?: string | undefined;
  sort?: string | undefined;
  filter?: Group | undefined;
  /** Columns, as `columnText` writes them. */
  cols?: string | undefined;
  density?: Density | "own" | undefined;
  group?: Grouping | "none" | undefined;
  /** The chosen group; `-` for clients that have none. */
  in?: string | undefined;
  /** Client open in the side panel. */
  id?: string | undefined;
  tab?: ProfileTab | undefined;
  /** The dialog for a new client is open. */
  new?: boolean | undefined;
}

export function parseSort(text: unknown): ClientSort | undefined {
  if (typeof text !== "string") return undefined;
  const descending = text.startsWith("-");
  const name = descending ? text.slice(1) : text;
  if (!Object.hasOwn(sortFields, name)) return undefined;
  return { field: sortFields[name as keyof typeof sortFields], direction: descending ? "DESC" : "ASC" };
}

export function writeSort(sort: ClientSort): string | undefined {
  return isNewestFirst(sort) ? undefined : sortText(sort);
}

/** The order in full, newest first too. */
export function sortText(sort: ClientSort): string | undefined {
  const name = Object.entries(sortFields).find(([, field]) => field === sort.field)?.[0];
  return name && `${sort.direction === "DESC" ? "-" : ""}${name}`;
}

export function isNewestFirst(sort: ClientSort): boolean {
  return sort.field === newestFirst.field && sort.direction === newestFirst.direction;
}

/** A click on a heading: ascending first for names and numbers, newest first for times; then the other way. */
export function nextSort(current: ClientSort, field: ClientSortField): ClientSort {
  const first = field === "NAME" || field === "NUMBER" ? "ASC" : "DESC";
  if (current.field !== field) return { field, direction: first };
  return { field, direction: current.direction === "ASC" ? "DESC" : "ASC" };
}

/** Reads an address. Anything it does not understand is as usual; nothing throws. */
export function parseView(search: Record<string, unknown>): ClientView {
  const q = typeof search.q === "string" || typeof search.q === "number" ? String(search.q).trim().slice(0, 200) : "";
  const view =
    typeof search.view === "string" && /^(all|viw_[0-9a-z]{26})$/.test(search.view) ? search.view : undefined;
  const saved = view !== undefined && view !== "all";
  const sort = parseSort(search.sort);
  const written = sort && (saved ? sortText(sort) : writeSort(sort));
  const id = typeof search.id === "string" && search.id !== "" ? search.id.slice(0, 100) : undefined;
  const tab = parseTab(search.tab);
  const filter = parseFilter(search.filter) ?? (saved && isEmptyGroup(search.filter) ? emptyFilter : undefined);
  const cols = typeof search.cols === "string" && /^[\w!:.]{1,2000}$/.test(search.cols) ? search.cols : undefined;
  const density = [...densities, ...(saved ? (["own"] as const) : [])].find((each) => each === search.density);
  const group = isGrouping(search.group) || (saved && search.group === "none") ? search.group : undefined;
  const chosen = typeof search.in === "string" && /^[a-zA-Z0-9_-]{1,40}$/.test(search.in) ? search.in : undefined;
  return {
    ...(view ? { view } : {}),
    ...(q ? { q } : {}),
    ...(written ? { sort: written } : {}),
    ...(filter ? { filter } : {}),
    ...(cols ? { cols } : {}),
    ...(density ? { density } : {}),
    ...(group ? { group: group as Grouping } : {}),
    ...(chosen ? { in: chosen } : {}),
    ...(id ? { id } : {}),
    ...(id && tab ? { tab } : {}),
    ...(search.new === true ? { new: true } : {}),
  };
}

export function isGrouping(value: unknown): value is Grouping {
  return typeof value === "string" && Object.hasOwn(groupings, value);
}

/** A filter that was taken away on purpose. */
function isEmptyGroup(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    "items" in value &&
    Array.isArray(value.items) &&
    value.items.length === 0
  );
}

export function parseTab(value: unknown): ProfileTab | undefined {
  return profileTabs.find((tab) => tab === value && tab !== "overview");
}
