import { nextDay, startOfDay } from "../../app/days.ts";
import type { BalanceView } from "../balance-operations/view.ts";
import type { Condition, FilterNode, Group } from "../clients/filter/tree.ts";
import type { Days } from "./range.ts";

/** The list of clients that were made on these days, narrowed further. */
export function clientsMade({ from, to }: Days, zone: string, more: readonly FilterNode[] = []): { filter: Group } {
  const made: Condition = {
    field: "createdAt",
    from: startOfDay(from, zone),
    before: startOfDay(nextDay(to), zone),
  };
  return { filter: { join: "all", items: [made, ...more] } };
}

/** Those of one source or country; those without one for null. */
export function named(field: "source" | "country", name: string | null | undefined): Condition {
  return name === null || name === undefined ? { field, empty: true } : { field, values: [name] };
}

/** Those of none of these sources or countries, but of one. */
export function others(field: "source" | "country", names: readonly string[]): Condition[] {
  return [
    { field, values: [...names], not: true },
    { field, empty: true, not: true },
  ];
}

/** The history of money in one currency on these days, by the day of booking. */
export function booked(flow: "first" | "net" | "in" | "out", currency: string, { from, to }: Days): BalanceView {
  const days = { currency, from, to };
  if (flow === "first" || flow === "net") return { tab: "history", flow, ...days };
  return { tab: "history", flow: "net", kind: flow === "in" ? "DEPOSIT" : "WITHDRAWAL", ...days };
}
