import type { TradingAccountFilter } from "@brokerdesk/api";
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Answers, press, showPortal, type } from "../common/testPortal.tsx";
import { freshFeed, samplePosition } from "../positions/samplePosition.ts";
import { sampleAccount } from "../trading-accounts/sampleAccount.ts";
import type { Deal } from "./documents.ts";

const held = vi.hoisted(() => ({ permissions: ["position.view", "balance.view"] }));
vi.mock("../../app/viewer.tsx", () => ({
  useViewer: () => ({
    viewer: { preferences: { timeZone: "UTC" }, broker: { timeZone: "UTC" } },
    can: (permission: string) => held.permissions.includes(permission),
  }),
}));
vi.mock("../../app/live.tsx", () => ({ useLiveState: () => "live", useMissedNews: () => undefined }));
vi.mock("@tanstack/react-router", () => ({
  Link: ({ children }: { children: React.ReactNode }) => <a href="/somewhere">{children}</a>,
}));

const { default: HistoryTab } = await import("./HistoryTab.tsx");

const deal: Deal = {
  __typename: "Deal",
  key: "tsr_1.5551",
  ticket: "5551",
  accountId: "tac_1",
  login: "500123",
  serverName: "Live 1",
  environment: "LIVE",
  client: samplePosition.client,
  action: "SELL",
  entry: "OUT",
  order: "5550",
  position: "9001",
  symbol: "EURUSD",
  lots: "0.10",
  price: "1.08619",
  profit: "11.90",
  swap: "-0.40",
  commission: "-0.70",
  currency: "USD",
  comment: "by phone",
  source: "TRADE_COMMAND",
  commandId: "trd_1",
  operationId: null,
  at: "2026-11-28T08:00:00Z",
};
const total = {
  environment: "LIVE",
  currency: "USD",
  deals: 1,
  lots: "0.10",
  profit: "11.90",
  swap: "-0.40",
  commission: "-0.70",
  deposits: "10000.00",
  withdrawals: "0.00",
};
const second = { ...sampleAccount, id: "tac_2", login: "500999" };

const old = { ...sampleAccount, id: "tac_9", login: "400001", archivedAt: "2026-11-20T10:00:00Z" };

const archivedAsked = ({ filter }: Record<string, unknown>) => (filter as TradingAccountFilter).archived === true;

const listOf = (used: (typeof sampleAccount)[], archived: typeof used) => (asked: Record<string, unknown>) => ({
  tradingAccounts: {
    edges: (archivedAsked(asked) ? archived : used).map((node) => ({ node })),
    pageInfo: { hasNextPage: false },
  },
});

function show(answers: Answers = {}, accounts = [sampleAccount, second], archived: typeof accounts = []) {
  return showPortal(<HistoryTab client={{ id: "cli_1" }} />, {
    TradingAccountList: listOf(accounts, archived),
    DealList: {
      deals: { edges: [{ cursor: "a", node: deal }], pageInfo: { hasNextPage: false }, feeds: [freshFeed()] },
    },
    DealTotals: { dealTotals: [total] },
    ...answers,
  });
}

/** Two pages: the second one begins after the first deal. */
const pages = ({ after }: Record<string, unknown>) => ({
  deals: {
    edges: [{ cursor: "a", node: after ? { ...deal, key: "b", ticket: "4444" } : deal }],
    pageInfo: { hasNextPage: !after, endCursor: "a" },
    feeds: [],
  },
});

const manyOf = (account: typeof sampleAccount, digit: string) =>
  Array.from({ length: 13 }, (_, at) => ({ node: { ...account, id: `tac_${digit}_${at}`, login: `${digit}${at}` } }));
const [many, manyOld] = [manyOf(sampleAccount, "5"), manyOf(old, "4")];
/** Thirteen accounts in use and thirteen archived ones, the last one of each on a page of its own. */
const accountPages = (asked: Record<string, unknown>) => {
  const all = archivedAsked(asked) ? manyOld : many;
  return {
    tradingAccounts: asked.after
      ? { edges: all.slice(12), pageInfo: { hasNextPage: false } }
      : { edges: all.slice(0, 12), pageInfo: { hasNextPage: true, endCursor: "b" } },
  };
};

const part = (name: string) => fireEvent.click(screen.getByRole("radio", { name }));

describe("a client's history", () => {
  beforeEach(() => {
    held.permissions = ["position.view", "balance.view"];
  });

  it("lists deals with what they come to; a gain and a loss are told by their sign", async () => {
    const { queries } = show();
    const row = within(screen.getByRole("row", { name: /EURUSD/ }));
    for (const text of ["Sell out", "+11.90 USD", "-0.40", "-0.70", "by phone", "9001"])
      expect(row.getByText(text)).toBeInTheDocument();
    expect(row.getByRole("link", { name: "CRM command" })).toBeInTheDocument();
    expect(screen.getByText("1 deal", { exact: false })).toHaveTextContent(
      "USD 1 deal, 0.10 lots, profit +11.90, swap -0.40, commission -0.70, in 10,000.00, out 0.00",
    );
    expect(screen.getByRole("list", { name: "Feeds" })).toHaveTextContent(/Live 1 Fresh/);
    type("Symbols, with commas between", "EURUSD");
    fireEvent.submit(screen.getByLabelText("Symbols, with commas between").closest("form") as HTMLFormElement);
    type("From day", "2026-11-01");
    fireEvent.click(screen.getByRole("combobox", { name: "Made by" }));
    fireEvent.click(await screen.findByRole("option", { name: "At the server" }));
    fireEvent.click(screen.getByRole("combobox", { name: "Account" }));
    fireEvent.click(await screen.findByRole("option", { name: /500999/ }));
    const asked = queries.filter(({ name }) => name === "DealTotals").at(-1);
    expect(asked?.variables).toEqual({
      filter: {
        clientId: "cli_1",
        accountId: "tac_2",
        symbols: ["EURUSD"],
        sources: ["DEALER"],
        from: "2026-11-01T00:00:00.000Z",
      },
    });
    press("Clear filters");
    expect(queries.filter(({ name }) => name === "DealTotals").at(-1)?.variables).toEqual({
      filter: { clientId: "cli_1", accountId: "tac_2" },
    });
  });

  it("offers every account, however many the client has", async () => {
    show({ TradingAccountList: accountPages });
    fireEvent.click(screen.getByRole("combobox", { name: "Account" }));
    expect(await screen.findByRole("option", { name: "512 · USD" })).toBeInTheDocument();
    expect(await screen.findByRole("option", { name: "412 · USD · Archived" })).toBeInTheDocument();
    expect(screen.getAllByRole("option")).toHaveLength(27);
    const input = screen.getByRole("combobox", { name: "Account" });
    input.focus();
    fireEvent.change(input, { target: { value: "512" } });
    await waitFor(() => expect(screen.getAllByRole("option")).toHaveLength(1));
  });

  it("archived accounts come after those in use, marked; an account is offered once", async () => {
    const { queries } = show({}, [sampleAccount], [{ ...sampleAccount, archivedAt: old.archivedAt }, old]);
    fireEvent.click(screen.getByRole("combobox", { name: "Account" }));
    await screen.findByRole("option", { name: "400001 · USD · Archived" });
    expect(screen.getAllByRole("option").map(({ textContent }) => textContent)).toEqual([
      "All accounts",
      "500123 · USD",
      "400001 · USD · Archived",
    ]);
    fireEvent.click(screen.getByRole("option", { name: "400001 · USD · Archived" }));
    expect(queries.filter(({ name }) => name === "DealTotals").at(-1)?.variables).toEqual({
      filter: { clientId: "cli_1", accountId: "tac_9" },
    });
  });

  it("a client who has archived accounts only has a history too", () => {
    const { queries } = show(
      { EndedOrders: { endedOrders: { rows: [], next: null, asOf: null, said: null } } },
      [],
      [old],
    );
    expect(screen.queryByText("No trading account yet")).toBeNull();
    expect(screen.getByRole("row", { name: /EURUSD/ })).toBeInTheDocument();
    part("Ended orders");
    expect(queries.find(({ name }) => name === "EndedOrders")?.variables).toMatchObject({ accountId: "tac_9" });
  });

  it("deals with play money are marked, and stand apart in what deals come to", () => {
    const play = { ...deal, key: "tsr_2.1", ticket: "1", symbol: "XAUUSD", environment: "DEMO" as const };
    show({
      DealList: { deals: { edges: [{ node: deal }, { node: play }], pageInfo: { hasNextPage: false }, feeds: [] } },
      DealTotals: { dealTotals: [total, { ...total, environment: "DEMO", profit: "7.00" }] },
    });
    expect(within(screen.getByRole("row", { name: /EURUSD/ })).queryByText("Demo")).toBeNull();
    expect(within(screen.getByRole("row", { name: /XAUUSD/ })).getByText("Demo")).toBeInTheDocument();
    const [real, demo] = screen.getAllByText("1 deal", { exact: false });
    expect(real).toHaveTextContent(/^USD 1 deal, 0.10 lots, profit \+11.90/);
    expect(demo).toHaveTextContent(/^Demo USD 1 deal, 0.10 lots, profit \+7.00/);
  });

  it("goes on to the next page", () => {
    const { queries } = show({ DealList: pages });
    press("Show more");
    expect(screen.getByText("4444")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
    expect(queries.at(-1)?.variables).toMatchObject({ after: "a" });
  });

  it("deals and their feeds are asked for again every few seconds", () => {
    vi.useFakeTimers({ now: Date.now() });
    try {
      const { queries } = show();
      expect(screen.getByRole("list", { name: "Feeds" })).toHaveTextContent(/Live 1 Fresh/);
      const asked = () => queries.filter(({ name }) => name === "DealList").length;
      const before = asked();
      act(() => void vi.advanceTimersByTime(6_000));
      expect(asked()).toBeGreaterThan(before);
    } finally {
      vi.useRealTimers();
    }
  });

  it("balance and equity are drawn, and stand in a table, with gaps where nothing was observed", () => {
    show({
      AccountCurve: {
        accountCurve: {
          currency: "USD",
          wholeAt: null,
          points: [
            { at: "2026-11-26T00:00:00Z", balance: "10000.00", equity: null },
            { at: "2026-11-27T00:00:00Z", balance: "12500.00", equity: "12126.60" },
          ],
          movements: [{ at: "2026-11-27T00:00:00Z", action: "BALANCE", amount: "2500.00" }],
        },
      },
    });
    part("Balance and equity");
    expect(screen.getByRole("img", { name: /Last: balance 12,500.00 USD, equity 12,126.60 USD/ })).toBeInTheDocument();
    fireEvent.click(screen.getByText("2 values as a table"));
    expect(screen.getByRole("row", { name: /27 Nov.* 12,500.00 12,126.60$/ })).toBeInTheDocument();
    expect(screen.getByRole("row", { name: /26 Nov.* 10,000.00 –$/ })).toBeInTheDocument();
    const last = screen.getByText(/Last equity/);
    expect(last).toHaveTextContent("Last equity: 12,126.60 USD");
    expect(within(last).getByText("old")).toBeInTheDocument();
    fireEvent.click(screen.getByText("1 movement as a table"));
    expect(screen.getByText("+2,500.00 USD")).toBeInTheDocument();
  });

  it("candles carry the account's entries and exits, which stand in a table too", async () => {
    const { queries } = show({
      TradeSymbols: { tradeSymbols: [{ symbol: "EURUSD", description: "Euro", digits: 5 }] },
      Candles: {
        candles: {
          symbol: "EURUSD",
          digits: 5,
          candles: [
            { at: "2026-11-28T07:00:00Z", open: "1.08500", high: "1.08700", low: "1.08400", close: "1.08600" },
            { at: "2026-11-28T08:00:00Z", open: "1.08600", high: "1.08650", low: "1.08500", close: "1.08510" },
          ],
          deals: [deal],
          asOf: new Date().toISOString(),
          said: null,
        },
      },
    });
    part("Candles");
    expect(screen.getByText("Choose a symbol")).toBeInTheDocument();
    fireEvent.click(screen.getByLabelText("Symbol"));
    fireEvent.click(await screen.findByRole("option", { name: /EURUSD/ }));
    const chart = await screen.findByRole("img", { name: /Candles of EURUSD. Last close: 1.08510/ });
    expect(chart.querySelectorAll("rect")).toHaveLength(2);
    expect(within(chart).getByText(/Sell out 0.10 · 1.08619/)).toBeInTheDocument();
    expect(queries.find(({ name }) => name === "Candles")?.variables).toMatchObject({
      accountId: "tac_1",
      symbol: "EURUSD",
      frame: "H1",
    });
    fireEvent.click(screen.getByText("1 entry or exit as a table"));
    expect(screen.getByRole("row", { name: /Sell out 0.10 1.08619/ })).toBeInTheDocument();
  });

  it("candles are asked for again as time goes on, and earlier ones when somebody goes back", async () => {
    const { queries } = show({
      TradeSymbols: { tradeSymbols: [{ symbol: "EURUSD", description: "Euro", digits: 5 }] },
      Candles: { candles: { symbol: "EURUSD", digits: 5, candles: [], deals: [], asOf: null, said: null } },
    });
    part("Candles");
    fireEvent.click(screen.getByLabelText("Symbol"));
    fireEvent.click(await screen.findByRole("option", { name: /EURUSD/ }));
    const spans = () =>
      queries
        .filter(({ name }) => name === "Candles")
        .map(({ variables }) => variables as { from: string; to: string })
        .map(({ from, to }) => [Date.parse(from), Date.parse(to)] as const);
    await waitFor(() => expect(spans()).toHaveLength(1));
    const [first] = spans();
    press("Earlier candles");
    await waitFor(() => expect(spans()).toHaveLength(2));
    expect(spans()[1]?.[1]).toBe(first?.[0]);
    press("Earlier candles");
    await waitFor(() => expect(spans()).toHaveLength(3));
    press("Later candles");
    await waitFor(() => expect(spans()).toHaveLength(4));
    expect(spans()[3]).toEqual(spans()[1]);
    press("Newest candles");
    await waitFor(() => expect(spans()).toHaveLength(5));
    expect(spans()[4]?.[1]).toBeGreaterThanOrEqual(first?.[1] ?? Number.NaN);
    vi.useFakeTimers({ now: Date.now() });
    try {
      // the clock of the chart begins with its first tick
      press("Earlier candles");
      press("Newest candles");
      const before = spans().length;
      await act(() => vi.advanceTimersByTimeAsync(16_000));
      expect(spans().length).toBeGreaterThan(before);
      expect(spans().at(-1)?.[1]).toBeGreaterThan(spans()[4]?.[1] ?? Number.NaN);
    } finally {
      vi.useRealTimers();
    }
  });

  it("a page of ended orders that holds none leads to the next one; at the market there is no price", async () => {
    const row = {
      ticket: "7002",
      symbol: "EURUSD",
      kind: "BUY",
      lots: "0.2",
      price: null,
      state: "FILLED",
      placedAt: "2026-11-27T08:00:00Z",
      endedAt: "2026-11-28T08:00:00Z",
    };
    const page = ({ cursor }: Record<string, unknown>) => ({
      endedOrders: {
        rows: cursor ? [row] : [],
        next: cursor ? null : "100",
        asOf: new Date().toISOString(),
        said: null,
      },
    });
    show({ EndedOrders: page });
    part("Ended orders");
    fireEvent.click(await screen.findByRole("button", { name: "Show more" }));
    expect(await screen.findByRole("row", { name: /EURUSD Buy 0.2 at the market Filled 7002/ })).toBeInTheDocument();
    expect(screen.queryByText("No order ended in these days")).toBeNull();
  });

  it("ended orders are asked of the server, which may have something to say to them", async () => {
    const row = {
      ticket: "7001",
      symbol: "EURUSD",
      kind: "BUY_LIMIT",
      lots: "0.2",
      price: "1.08000",
      state: "EXPIRED",
      placedAt: "2026-11-27T08:00:00Z",
      endedAt: "2026-11-28T08:00:00Z",
    };
    const page = { rows: [row], next: null, asOf: new Date().toISOString(), said: "MT4 tells of pending orders only." };
    show({ EndedOrders: { endedOrders: page } });
    part("Ended orders");
    await waitFor(() => expect(screen.getByText(/MT4 tells of pending orders only/)).toBeInTheDocument());
    expect(screen.getByRole("row", { name: /EURUSD Buy limit 0.2 1.08000 Ran out 7001/ })).toBeInTheDocument();
  });

  it("money over time is there only with the right to see money; without an account there is none of it", () => {
    held.permissions = ["position.view"];
    show();
    expect(screen.queryByRole("radio", { name: "Balance and equity" })).toBeNull();
    show({}, []);
    expect(screen.getByText("No trading account yet")).toBeInTheDocument();
  });
});
