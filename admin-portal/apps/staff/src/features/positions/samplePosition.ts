import type { Feed, LiveOrder, LivePosition, PositionBeat } from "./documents.ts";

/** A position in profit, for tests. */
export const samplePosition: LivePosition = {
  __typename: "LivePosition",
  key: "tsr_1.9001",
  ticket: "9001",
  accountId: "tac_1",
  login: "500123",
  serverId: "tsr_1",
  serverName: "Live 1",
  serverKind: "MT5",
  environment: "LIVE",
  client: { __typename: "ClientRef", id: "cli_1", number: "AT-1", name: "Olga Novak" },
  group: "real\\standard",
  symbol: "EURUSD",
  digits: 5,
  side: "BUY",
  lots: "0.10",
  priceOpen: "1.08500",
  priceCurrent: "1.08621",
  stopLoss: "1.08000",
  takeProfit: null,
  profit: "12.10",
  swap: "-0.40",
  currency: "USD",
  marginLevel: "1007.19",
  openedAt: "2026-11-28T08:00:00Z",
};

/** An order that waits below the price, for tests. */
export const sampleOrder: LiveOrder = {
  __typename: "LiveOrder",
  key: "tsr_1.7001",
  ticket: "7001",
  accountId: "tac_1",
  login: "500123",
  serverId: "tsr_1",
  serverName: "Live 1",
  serverKind: "MT5",
  environment: "LIVE",
  client: samplePosition.client,
  group: "real\\standard",
  symbol: "EURUSD",
  digits: 5,
  kind: "BUY_LIMIT",
  lots: "0.20",
  price: "1.08000",
  priceCurrent: "1.09120",
  priceAsOf: "2026-11-19T10:00:00Z",
  priceTrigger: null,
  stopLoss: null,
  takeProfit: null,
  expiresAt: null,
  placedAt: "2026-11-28T08:00:00Z",
};

export const freshFeed = (): Feed => ({
  __typename: "Feed",
  serverId: "tsr_1",
  serverName: "Live 1",
  state: "FRESH",
  asOf: new Date(Date.now() - 2000).toISOString(),
  said: null,
});

/** The first beat of some positions. */
export function firstBeat(rows: readonly LivePosition[], feed: Feed = freshFeed()): { positionBeats: PositionBeat } {
  return {
    positionBeats: {
      __typename: "PositionBeat",
      keys: rows.map(({ key }) => key),
      changed: [...rows],
      total: rows.length,
      totals: [{ __typename: "CurrencyProfit", environment: "LIVE", currency: "USD", profit: "12.10", swap: "-0.40" }],
      feeds: [feed],
    },
  };
}
