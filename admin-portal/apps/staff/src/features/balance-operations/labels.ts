import type { BalanceFindingKind, BalanceKind, BalanceNeeds, BalanceState } from "@brokerdesk/api";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Label } from "../clients/labels.ts";

export const kindNames: Record<BalanceKind, MessageDescriptor> = {
  DEPOSIT: msg`Deposit`,
  WITHDRAWAL: msg`Withdrawal`,
  CREDIT_IN: msg`Credit in`,
  CREDIT_OUT: msg`Credit out`,
  BONUS_IN: msg`Bonus in`,
  BONUS_OUT: msg`Bonus out`,
  CHARGE: msg`Charge`,
  CORRECTION: msg`Correction`,
};

/** What the button says that asks for one. */
export const kindVerbs: Record<BalanceKind, MessageDescriptor> = {
  DEPOSIT: msg`Deposit`,
  WITHDRAWAL: msg`Withdraw`,
  CREDIT_IN: msg`Give credit`,
  CREDIT_OUT: msg`Take credit back`,
  BONUS_IN: msg`Give bonus`,
  BONUS_OUT: msg`Take bonus back`,
  CHARGE: msg`Charge`,
  CORRECTION: msg`Correct`,
};

export const kindSentences: Record<BalanceKind, MessageDescriptor> = {
  DEPOSIT: msg`Adds to the balance.`,
  WITHDRAWAL: msg`Takes from the balance.`,
  CREDIT_IN: msg`Adds credit, which cannot be withdrawn.`,
  CREDIT_OUT: msg`Takes credit back.`,
  BONUS_IN: msg`Adds a bonus.`,
  BONUS_OUT: msg`Takes a bonus back.`,
  CHARGE: msg`Takes a fee from the balance.`,
  CORRECTION: msg`Mends the balance: with a minus in front it goes down.`,
};

export const balanceStates: Record<BalanceState, Label> = {
  REQUESTED: { text: msg`Waits for approval`, tone: "warn" },
  SENDING: { text: msg`On its way`, tone: "info" },
  CONFIRMED: { text: msg`Booked`, tone: "good" },
  REJECTED: { text: msg`Not booked`, tone: "bad" },
  UNKNOWN: { text: msg`Unknown`, tone: "warn" },
  NOT_APPLIED: { text: msg`Never booked`, tone: "neutral" },
  DECLINED: { text: msg`Declined`, tone: "neutral" },
  CANCELLED: { text: msg`Taken back`, tone: "neutral" },
};

export const needSentences: Record<BalanceNeeds, MessageDescriptor> = {
  NOBODY: msg`It is sent at once: you may move this much alone.`,
  APPROVAL: msg`It then waits: a second person has to approve it.`,
  LARGE_APPROVAL: msg`It then waits: a second person who may approve large amounts has to approve it.`,
};

export const findingKinds: Record<BalanceFindingKind, Label> = {
  MISSING: { text: msg`Missing there`, tone: "bad" },
  EXTRA: { text: msg`Only there`, tone: "bad" },
  AMOUNT: { text: msg`Other amount`, tone: "bad" },
  DUPLICATE: { text: msg`Booked twice`, tone: "bad" },
};
