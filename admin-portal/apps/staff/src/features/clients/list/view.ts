import type { ClientSort, ClientSortField } from "@brokerdesk/api";
import { type Group, parseFilter } from "../filter/tree.ts";

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

/** Everything that makes a list what it is; the address carries it. Left out = as usual. */
export interface ClientView {
  q?: string | undefined;
  sort?: string | undefined;
  filter?: Group | undefined;
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
  if (isNewestFirst(sort)) return undefined;
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
  const sort = parseSort(search.sort);
  const id = typeof search.id === "string" && search.id !== "" ? search.id.slice(0, 100) : undefined;
  const tab = parseTab(search.tab);
  const filter = parseFilter(search.filter);
  return {
    ...(q ? { q } : {}),
    ...(sort && writeSort(sort) ? { sort: writeSort(sort) } : {}),
    ...(filter ? { filter } : {}),
    ...(id ? { id } : {}),
    ...(id && tab ? { tab } : {}),
    ...(search.new === true ? { new: true } : {}),
  };
}

export function parseTab(value: unknown): ProfileTab | undefined {
  return profileTabs.find((tab) => tab === value && tab !== "overview");
}
