import type { CandleFrame, DealAction, DealEntry, DealSource } from "@brokerdesk/api";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { pendingKinds } from "../positions/labels.ts";

export const dealActionNames: Record<DealAction, MessageDescriptor> = {
  BUY: msg`Buy`,
  SELL: msg`Sell`,
  BALANCE: msg`Balance`,
  CREDIT: msg`Credit`,
  CHARGE: msg`Charge`,
  CORRECTION: msg`Correction`,
  BONUS: msg`Bonus`,
  OTHER: msg`Other`,
};

export const entryNames: Record<DealEntry, MessageDescriptor> = {
  IN: msg`in`,
  OUT: msg`out`,
  IN_OUT: msg`turned round`,
  OUT_BY: msg`out by another`,
};

/** Where a deal comes from: the CRM, or past it. */
export const sourceNames: Record<DealSource, MessageDescriptor> = {
  TRADE_COMMAND: msg`CRM command`,
  BALANCE_OPERATION: msg`CRM operation`,
  CLIENT: msg`Client's terminal`,
  DEALER: msg`At the server`,
  SERVER: msg`Server itself`,
  UNKNOWN: msg`Not told`,
};

/** How an order ended, by the server's name for it. */
export const endings: Record<string, MessageDescriptor> = {
  PLACED: msg`Placed`,
  CANCELLED: msg`Cancelled`,
  PARTIAL: msg`Filled in part`,
  FILLED: msg`Filled`,
  REJECTED: msg`Refused`,
  EXPIRED: msg`Ran out`,
  IN_TRANSIT: msg`On its way`,
};

/** What an ended order was: at the price then, or a pending one. */
export const endedKinds: Record<string, MessageDescriptor> = { BUY: msg`Buy`, SELL: msg`Sell`, ...pendingKinds };

export const frames: Record<CandleFrame, MessageDescriptor> = {
  M1: msg`1 minute`,
  M5: msg`5 minutes`,
  M15: msg`15 minutes`,
  M30: msg`30 minutes`,
  H1: msg`1 hour`,
  H4: msg`4 hours`,
  D1: msg`1 day`,
};

/** Seconds of one candle. */
export const frameSeconds: Record<CandleFrame, number> = {
  M1: 60,
  M5: 300,
  M15: 900,
  M30: 1800,
  H1: 3600,
  H4: 14_400,
  D1: 86_400,
};
