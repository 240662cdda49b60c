// apart from the address, which the shell reads: this comes with the page
import type { BalanceFilter, BalanceKind } from "@brokerdesk/api";
import { nextDay, startOfDay } from "../../app/days.ts";
import type { BalanceFlow, BalanceView } from "./view.ts";

/** What is asked of the server for what the address says. */
export function filterOf(view: BalanceView, zone: string): BalanceFilter {
  return {
    ...(view.operation ? { operationId: view.operation } : {}),
    ...(view.account ? { accountId: view.account } : {}),
    ...(view.client ? { clientId: view.client } : {}),
    ...(view.owner ? { ownerId: view.owner } : {}),
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
