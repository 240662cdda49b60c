import { clockAt, nextDay, startOfDay } from "../../app/days.ts";

/** Role → the last day on which it holds, `2026-11-22`; empty: until it is taken away. */
export type Ends = Readonly<Record<string, string>>;

interface HeldRole {
  id: string;
  until?: string | null | undefined;
}

/** The last day on which a role holds that ends at an instant. */
export function lastDay(until: string, zone: string): string {
  return clockAt(new Date(Date.parse(until) - 1).toISOString(), zone).slice(0, 10);
}

export function endsOf(roles: readonly HeldRole[], zone: string): Ends {
  return Object.fromEntries(roles.map(({ id, until }) => [id, until ? lastDay(until, zone) : ""]));
}

/** Only ends that were changed, of roles that stay: what was not touched keeps its very instant. */
export function endInputs(before: Ends, after: Ends, kept: readonly string[], zone: string) {
  return kept
    .filter((id) => (after[id] ?? "") !== (before[id] ?? ""))
    .map((roleId) => ({ roleId, until: after[roleId] ? startOfDay(nextDay(after[roleId]), zone) : null }));
}
