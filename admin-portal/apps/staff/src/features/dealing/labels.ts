import type { TradeCommandKind, TradeCommandState } from "@brokerdesk/api";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Label } from "../clients/labels.ts";

export const commandNames: Record<TradeCommandKind, MessageDescriptor> = {
  OPEN: msg`Open`,
  CLOSE: msg`Close`,
  CLOSE_BY: msg`Close by`,
  MODIFY_POSITION: msg`Modify position`,
  PLACE_ORDER: msg`Place order`,
  MODIFY_ORDER: msg`Modify order`,
  CANCEL_ORDER: msg`Cancel order`,
  ACTIVATE_ORDER: msg`Activate order`,
};

export const commandStates: Record<TradeCommandState, Label> = {
  REQUESTED: { text: msg`Waits for approval`, tone: "warn" },
  SENDING: { text: msg`On its way`, tone: "info" },
  CONFIRMED: { text: msg`Done`, tone: "good" },
  PARTIAL: { text: msg`Done in part`, tone: "warn" },
  REJECTED: { text: msg`Refused`, tone: "bad" },
  UNKNOWN: { text: msg`Unknown`, tone: "warn" },
  NOT_APPLIED: { text: msg`Never done`, tone: "neutral" },
  DECLINED: { text: msg`Declined`, tone: "neutral" },
  CANCELLED: { text: msg`Taken back`, tone: "neutral" },
};

/** What the person needs to ask for each of them. */
export const permissionFor: Record<TradeCommandKind, string> = {
  OPEN: "position.open",
  PLACE_ORDER: "position.open",
  ACTIVATE_ORDER: "position.open",
  CLOSE: "position.close",
  CLOSE_BY: "position.close",
  CANCEL_ORDER: "position.close",
  MODIFY_POSITION: "position.modify",
  MODIFY_ORDER: "position.modify",
};

/** Nobody knows yet what became of it. */
export const isOpen = (state: TradeCommandState): boolean => state === "UNKNOWN" || state === "SENDING";
