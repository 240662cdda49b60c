import type { FeedState, PendingKind, TradeSide } from "@brokerdesk/api";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Label } from "../clients/labels.ts";

export const sides: Record<TradeSide, Label> = {
  BUY: { text: msg`Buy`, tone: "info" },
  SELL: { text: msg`Sell`, tone: "warn" },
};

export const pendingKinds: Record<PendingKind, MessageDescriptor> = {
  BUY_LIMIT: msg`Buy limit`,
  SELL_LIMIT: msg`Sell limit`,
  BUY_STOP: msg`Buy stop`,
  SELL_STOP: msg`Sell stop`,
  BUY_STOP_LIMIT: msg`Buy stop limit`,
  SELL_STOP_LIMIT: msg`Sell stop limit`,
};

export const feedStates: Record<FeedState, MessageDescriptor> = {
  FRESH: msg`Fresh`,
  STALE: msg`Stale`,
  DOWN: msg`Not answering`,
};
