import type { AuditFilter } from "@brokerdesk/api";
import { nextDay, parseDay, startOfDay } from "../../app/days.ts";

/** What of the trail is shown; the address carries it, so that a link shows a colleague the same rows. */
export interface AuditView {
  actor?: string | undefined;
  target?: string | undefined;
  /** Kinds of events, parted by commas. */
  action?: string | undefined;
  refused?: "yes" | "no" | undefined;
  /** First day, `2026-11-22`, in the reader's time zone. */
  from?: string | undefined;
  /** Last day, itself included. */
  to?: string | undefined;
}

const mostActions = 40;

/** Reads an address. What it does not understand is left out; nothing throws. */
export function parseAuditView(search: Record<string, unknown>): AuditView {
  const id = (value: unknown) => (typeof value === "string" && /^[\w-]{1,100}$/.test(value) ? value : undefined);
  const action = writeActions(parseActions(search.action));
  const [actor, target] = [id(search.actor), id(search.target)];
  const [from, to] = [parseDay(search.from), parseDay(search.to)];
  const refused = search.refused === "yes" || search.refused === "no" ? search.refused : undefined;
  return {
    ...(actor ? { actor } : {}),
    ...(target ? { target } : {}),
    ...(action ? { action } : {}),
    ...(refused ? { refused } : {}),
    ...(from ? { from } : {}),
    ...(to && !(from && to < from) ? { to } : {}),
  };
}

export function parseActions(value: unknown): string[] {
  if (typeof value !== "string") return [];
  const names = value.split(",").filter((name) => /^[a-z_]+\.[a-z_]+$/.test(name));
  return [...new Set(names)].slice(0, mostActions);
}

export function writeActions(actions: readonly string[]): string | undefined {
  return actions.length > 0 ? actions.join(",") : undefined;
}

/** What is asked of the server. */
export function auditFilter(view: AuditView, zone: string): AuditFilter {
  const actions = parseActions(view.action);
  return {
    ...(view.actor ? { actorId: view.actor } : {}),
    ...(view.target ? { targetId: view.target } : {}),
    ...(actions.length > 0 ? { actions } : {}),
    ...(view.refused ? { refused: view.refused === "yes" } : {}),
    ...(view.from ? { from: startOfDay(view.from, zone) } : {}),
    ...(view.to ? { before: startOfDay(nextDay(view.to), zone) } : {}),
  };
}
