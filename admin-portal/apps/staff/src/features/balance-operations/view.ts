import type { BalanceKind, BalanceState } from "@brokerdesk/api";
import { parseDay } from "../../app/days.ts";

export const balanceTabs = ["waiting", "unknown", "history", "differences", "limits"] as const;
export type BalanceTab = (typeof balanceTabs)[number];

/** What the figures of the home page are made of. */
export const flows = ["first", "net"] as const;
export type BalanceFlow = (typeof flows)[number];

/** What the page shows; the address carries it. */
export interface BalanceView {
  tab?: BalanceTab | undefined;
  /** One operation only. */
  operation?: string | undefined;
  account?: string | undefined;
  client?: string | undefined;
  /** Of clients that this colleague owns. */
  owner?: string | undefined;
  kind?: BalanceKind | undefined;
  state?: BalanceState | undefined;
  /** Booked money of live accounts only: first deposits, or deposits and withdrawals (one of them with its kind). Days are then those of the booking. */
  flow?: BalanceFlow | undefined;
  currency?: string | undefined;
  /** First day, in the reader's time zone. */
  from?: string | undefined;
  /** Last day, itself included. */
  to?: string | undefined;
}

export const kinds: readonly BalanceKind[] = [
  "DEPOSIT",
  "WITHDRAWAL",
  "CREDIT_IN",
  "CREDIT_OUT",
  "BONUS_IN",
  "BONUS_OUT",
  "CHARGE",
  "CORRECTION",
];

export const states: readonly BalanceState[] = [
  "REQUESTED",
  "SENDING",
  "CONFIRMED",
  "REJECTED",
  "UNKNOWN",
  "NOT_APPLIED",
  "DECLINED",
  "CANCELLED",
];

/** Reads an address; what it does not understand is left out. */
export function parseBalanceView(search: Record<string, unknown>): BalanceView {
  const id = (value: unknown) => (typeof value === "string" && /^[\w-]{1,100}$/.test(value) ? value : undefined);
  const tab = balanceTabs.find((each) => each === search.tab && each !== "waiting");
  const kind = kinds.find((each) => each === search.kind);
  const state = states.find((each) => each === search.state);
  const flow = flows.find((each) => each === search.flow);
  const currency = typeof search.currency === "string" && /^[A-Z]{3}$/.test(search.currency) && search.currency;
  const [operation, account, client] = [id(search.operation), id(search.account), id(search.client)];
  const owner = id(search.owner);
  const [from, to] = [parseDay(search.from), parseDay(search.to)];
  return {
    ...(tab ? { tab } : {}),
    ...(operation ? { operation } : {}),
    ...(account ? { account } : {}),
    ...(client ? { client } : {}),
    ...(owner ? { owner } : {}),
    ...(kind ? { kind } : {}),
    ...(state ? { state } : {}),
    ...(flow ? { flow } : {}),
    ...(currency ? { currency } : {}),
    ...(from ? { from } : {}),
    ...(to && !(from && to < from) ? { to } : {}),
  };
}
