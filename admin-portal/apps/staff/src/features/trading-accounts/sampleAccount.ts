import type { AccountProduct } from "../account-products/documents.ts";
import type { TradingAccount } from "./documents.ts";

/** An account with money on it, for tests. */
export const sampleAccount: TradingAccount = {
  __typename: "TradingAccount",
  id: "tac_1",
  version: 4,
  client: { __typename: "ClientRef", id: "cli_1", number: "AT-1", name: "Olga Novak" },
  serverId: "tsr_1",
  serverName: "Live 1",
  serverKind: "MT5",
  environment: "LIVE",
  productId: "apr_1",
  productName: "Standard",
  login: "500123",
  group: "real\\standard",
  currency: "USD",
  leverage: 100,
  loginEnabled: true,
  tradingEnabled: true,
  linked: false,
  openedAt: "2026-11-01T10:00:00Z",
  archivedAt: null,
  showsFigures: true,
  figures: {
    __typename: "TradingAccountFigures",
    balance: "12500.00",
    credit: "0.00",
    equity: "12126.60",
    margin: "1204.00",
    marginFree: "10922.60",
    marginLevel: "1007.19",
    floating: "-373.40",
    asOf: new Date(Date.now() - 4000).toISOString(),
  },
  feedState: "FRESH",
};

export const sampleProduct: AccountProduct = {
  __typename: "AccountProduct",
  id: "apr_1",
  version: 1,
  name: "Standard",
  serverId: "tsr_1",
  serverName: "Live 1",
  environment: "LIVE",
  currencies: [
    { __typename: "AccountProductCurrency", currency: "USD", group: "real\\standard", minimumDeposit: "100.00" },
  ],
  leverages: [200, 30, 100],
  active: true,
};
