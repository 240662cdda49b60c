import type { BalanceFilter, BalanceKind, BalanceState } from "@brokerdesk/api";
import { nextDay, parseDay, startOfDay } from "../../app/days.ts";

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
  const [from, to] = [parseDay(search.from), parseDay(search.to)];
  return {
    ...(tab ? { tab } : {}),
    ...(operation ? { operation } : {}),
    ...(account ? { account } : {}),
    ...(client ? { client } : {}),
    ...(kind ? { kind } : {}),
    ...(state ? { state } : {}),
    ...(flow ? { flow } : {}),
    ...(currency ? { currency } : {}),
    ...(from ? { from } : {}),
    ...(to && !(from && to < from) ? { to } : {}),
  };
}

export function filterOf(view: BalanceView, zone: string): BalanceFilter {
  return {
    ...(view.operation ? { operationId: view.operation } : {}),
    ...(view.account ? { accountId: view.account } : {}),
    ...(view.client ? { clientId: view.client } : {}),
    ...(view.currency ? { currency: view.currency } : {}),
    ...(view.flow ? bookedFilter(view.flow, view, zone) : askedFilter(view, zone)),
  };
}

/** Money that was booked on live accounts, as the figures of the home page count it. */
function bookedFilter(flow: BalanceFlow, { from, kind, to }: BalanceView, zone: string): BalanceFilter {
  return {
    live: true,
    states: ["CONFIRMED"],
    ...(flow === "first" ? { firstDeposits: true } : { kinds: kind ? [kind] : ["DEPOSIT", "WITHDRAWAL"] }),
    ...(from ? { bookedFrom: startOfDay(from, zone) } : {}),
    ...(to ? { bookedBefore: startOfDay(nextDay(to), zone) } : {}),
  };
}

function askedFilter(view: BalanceView, zone: string): BalanceFilter {
  return {
    ...(view.kind ? { kinds: [view.kind] } : {}),
    ...(view.state ? { states: [view.state] } : {}),
    ...(view.from ? { from: startOfDay(view.from, zone) } : {}),
    ...(view.to ? { before: startOfDay(nextDay(view.to), zone) } : {}),
  };
}

/** An amount as the server takes it; undefined while it is none. Only a correction goes downwards by its sign. */
export function amountOf(text: string, kind: BalanceKind): string | undefined {
  const typed = text.trim().replace(/^\u2212/, "-");
  const form = kind === "CORRECTION" ? /^-?\d{1,15}(\.\d{1,8})?$/ : /^\d{1,15}(\.\d{1,8})?$/;
  return form.test(typed) && /[1-9]/.test(typed) ? typed : undefined;
}

const outward: readonly BalanceKind[] = ["WITHDRAWAL", "CREDIT_OUT", "BONUS_OUT", "CHARGE"];

/** An operation's amount with the sign that it has for the account. */
export function signed({ kind, amount }: { kind: BalanceKind; amount: string }): string {
  return outward.includes(kind) ? `-${amount}` : amount;
}
