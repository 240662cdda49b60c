import type {
  ServerFeedKind,
  TradingDaylight,
  TradingEnvironment,
  TradingProduct,
  TradingServerState,
} from "@brokerdesk/api";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Label } from "../clients/labels.ts";

export const serverStates: Record<TradingServerState, Label> = {
  UNTRIED: { text: msg`Untried`, tone: "neutral" },
  ANSWERING: { text: msg`Answering`, tone: "good" },
  FAILING: { text: msg`Failing`, tone: "bad" },
  ARCHIVED: { text: msg`Archived`, tone: "neutral" },
};

/** Live stands out: there money is real. */
export const environments: Record<TradingEnvironment, Label> = {
  LIVE: { text: msg`Live`, tone: "info" },
  DEMO: { text: msg`Demo`, tone: "neutral" },
};

/** Names of the products, the same in every language. */
export const products: Record<TradingProduct, string> = { MT5: "MT5", MT4: "MT4" };

export const daylights: Record<TradingDaylight, MessageDescriptor> = {
  NONE: msg`None: the same zone all year`,
  UNITED_STATES: msg`As in the United States`,
  EUROPE: msg`As in Europe`,
};

/** What is asked of a server again and again. */
export const feedKinds: Record<ServerFeedKind, MessageDescriptor> = {
  DEALS: msg`Deals`,
  POSITIONS: msg`Positions`,
  ORDERS: msg`Orders`,
  ACCOUNTS: msg`Accounts`,
  PRICES: msg`Prices`,
};
