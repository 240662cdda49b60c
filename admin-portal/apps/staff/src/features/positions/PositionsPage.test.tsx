import type { LiveFilter } from "@brokerdesk/api";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Answers, press, showPortal, type } from "../common/testPortal.tsx";
import { firstBeat, freshFeed, sampleOrder, samplePosition } from "./samplePosition.ts";
import type { PositionView } from "./view.ts";

const held = vi.hoisted(() => ({
  permissions: [] as string[],
  view: {} as object,
  shown: [] as unknown[],
  live: "live" as string,
}));
vi.mock("../../app/viewer.tsx", () => ({
  useViewer: () => ({
    viewer: {
      preferences: { timeZone: "UTC", density: "normal", shortcuts: true },
      broker: { timeZone: "UTC", salesStatuses: [], retentionStatuses: [], tags: [] },
    },
    can: (permission: string) => held.permissions.includes(permission),
  }),
}));
vi.mock("../../app/live.tsx", () => ({ useLiveState: () => held.live, useMissedNews: () => undefined }));
vi.mock("@tanstack/react-router", () => ({
  useSearch: () => held.view,
  useNavigate:
    () =>
    ({ search }: { search: PositionView | ((old: PositionView) => PositionView) }) => {
      held.shown.push(typeof search === "function" ? search(held.view as PositionView) : search);
    },
  Link: ({ children }: { children: React.ReactNode }) => <a href="/somewhere">{children}</a>,
}));

const { PositionsPage } = await import("./PositionsPage.tsx");
const { shortcuts } = await import("../../app/shortcuts.tsx");

const lossy = {
  ...samplePosition,
  key: "tsr_1.9002",
  ticket: "9002",
  symbol: "XAUUSD",
  side: "SELL" as const,
  profit: "-1250.00",
};

function show(view: PositionView, answers: Answers) {
  held.view = view;
  return showPortal(<PositionsPage />, answers);
}

const rows = () => screen.getAllByRole("row").slice(1);
const key = (name: string) => shortcuts.handle(new KeyboardEvent("keydown", { key: name }));

describe("the page of positions", () => {
  beforeEach(() => {
    held.permissions = ["position.view", "position.close", "position.modify", "balance.view"];
    held.shown = [];
    held.live = "live";
    // what a browser measures
    Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, get: () => 600 });
    Object.defineProperty(HTMLElement.prototype, "clientWidth", { configurable: true, get: () => 1200 });
  });

  it("shows rows as they come and change, with totals by currency; a gain and a loss are told by their sign", async () => {
    const { push } = show({}, { PositionBeats: firstBeat([samplePosition, lossy]) });
    expect(rows()).toHaveLength(2);
    expect(screen.getByRole("grid", { name: "Positions" })).toHaveAttribute("aria-rowcount", "3");
    const first = within(rows()[0] as HTMLElement);
    for (const text of ["EURUSD", "Buy", "1.08621", "+12.10 USD", "Olga Novak"])
      expect(first.getByText(text)).toBeInTheDocument();
    expect(within(rows()[1] as HTMLElement).getByText("-1,250.00 USD")).toBeInTheDocument();
    expect(screen.getByText("2 rows").parentElement).toHaveTextContent("USD profit +12.10, swap -0.40");
    const [moved] = firstBeat([]).positionBeats.totals;
    push("PositionBeats", {
      positionBeats: {
        ...firstBeat([]).positionBeats,
        keys: null,
        changed: [{ ...samplePosition, profit: "15.00", priceCurrent: "1.08650" }],
        total: 2,
        totals: [{ ...moved, profit: "15.00" }],
      },
    });
    expect(within(rows()[0] as HTMLElement).getByText("+15.00 USD")).toBeInTheDocument();
    push("PositionBeats", {
      positionBeats: { ...firstBeat([]).positionBeats, keys: ["tsr_1.9002"], changed: [], total: 1 },
    });
    await waitFor(() => expect(rows()).toHaveLength(1));
  });

  it("a feed counts as fresh only while the socket stands and the server says so", () => {
    show({}, { PositionBeats: firstBeat([samplePosition]) });
    const feeds = screen.getByRole("list", { name: "Feeds" });
    expect(feeds).toHaveTextContent(/Live 1 Fresh/);
    expect(feeds).toHaveTextContent(/sec/);
  });

  it("without a socket it is stale at once, in words", () => {
    held.live = "stale";
    show({}, { PositionBeats: firstBeat([samplePosition]) });
    expect(screen.getByRole("list", { name: "Feeds" })).toHaveTextContent(/Live 1 Stale/);
    expect(screen.getByRole("status")).toHaveTextContent("Live 1: Stale");
  });

  it("a server that does not answer says so, whatever the socket does", () => {
    const down = { ...freshFeed(), state: "DOWN" as const, said: "No answer since 08:12." };
    show({}, { PositionBeats: firstBeat([samplePosition], down) });
    expect(screen.getByRole("list", { name: "Feeds" })).toHaveTextContent(/Not answering.*No answer since 08:12/);
  });

  it("its filters and its order are its address, and are asked of the server", async () => {
    const view: PositionView = { symbol: "EURUSD,XAUUSD", side: "SELL", marginBelow: "200", sort: "loss" };
    const { subscriptions } = show(view, { PositionBeats: firstBeat([samplePosition]) });
    expect(subscriptions[0]?.variables).toEqual({
      filter: { environment: "LIVE", symbols: ["EURUSD", "XAUUSD"], side: "SELL", marginLevelBelow: "200" },
      sort: "PROFIT_LOWEST",
      from: 0,
      count: 80,
    });
    expect(screen.getByRole("columnheader", { name: "Profit" })).toHaveAttribute("aria-sort", "ascending");
    press("Profit");
    expect(held.shown.at(-1)).toMatchObject({ ...view, sort: "profit" });
    type("Symbols, with commas between", "GBPUSD");
    fireEvent.submit(screen.getByRole("search"));
    expect(held.shown.at(-1)).toMatchObject({ symbol: "GBPUSD" });
    press("More filters 1");
    type("Profit from", "-10x");
    expect(screen.getByRole("button", { name: "Show" })).toBeDisabled();
    type("Profit from", "-100");
    press("Show");
    expect(held.shown.at(-1)).toMatchObject({ profitFrom: "-100", marginBelow: "200" });
    press("Clear filters");
    expect(held.shown.at(-1)).toMatchObject({ symbol: undefined, side: undefined, marginBelow: undefined });
  });

  it("a row opens beside the list, stays live there, and says when it is closed", async () => {
    const view: PositionView = { id: samplePosition.key, of: "tac_1" };
    const { push } = show(view, { PositionBeats: firstBeat([samplePosition]) });
    const panel = within(await screen.findByRole("complementary", { name: "EURUSD 9001" }));
    expect(panel.getByText("+12.10 USD")).toBeInTheDocument();
    expect(panel.getByRole("button", { name: "New order" })).toHaveAttribute("aria-disabled", "true");
    expect(panel.getByRole("button", { name: "Close" })).toHaveAttribute("aria-disabled", "false");
    push("PositionBeats", { positionBeats: { ...firstBeat([]).positionBeats, keys: [] } });
    expect(panel.getByText(/It is not open any more/)).toBeInTheDocument();
    expect(panel.queryByRole("button", { name: "Close" })).toBeNull();
  });

  it("an opened row is found by its ticket, however many the account has", async () => {
    const only = ({ filter }: Record<string, unknown>) =>
      firstBeat((filter as LiveFilter).ticket === "9002" ? [lossy] : [samplePosition]);
    const { subscriptions, unmount } = show({ id: lossy.key, of: "tac_1" }, { PositionBeats: only });
    await screen.findByRole("complementary", { name: "XAUUSD 9002" });
    const asked = { filter: { accountId: "tac_1", ticket: "9002" }, from: 0, count: 1 };
    expect(subscriptions.map(({ variables }) => variables)).toContainEqual(asked);
    unmount();
    const orders = { keys: [sampleOrder.key], changed: [sampleOrder], total: 1, feeds: [freshFeed()] };
    const second = show({ tab: "orders", id: sampleOrder.key, of: "tac_1" }, { OrderBeats: { orderBeats: orders } });
    await screen.findByRole("complementary", { name: "EURUSD 7001" });
    expect(second.subscriptions.map(({ variables }) => variables)).toContainEqual({
      ...asked,
      filter: { accountId: "tac_1", ticket: "7001" },
    });
  });

  it("a row that is not there says so at once", async () => {
    show({ id: lossy.key, of: "tac_1" }, { PositionBeats: firstBeat([]) });
    expect(await screen.findByText("This position is not open")).toBeInTheDocument();
  });

  it("takes to another tab only the filters that it shows", () => {
    const filters = { symbol: "EURUSD", money: "DEMO", client: "cli_1", account: "tac_1" } as const;
    const view: PositionView = { ...filters, side: "BUY", server: "tsr_1", owner: "stf_1", marginBelow: "200" };
    show(view, { PositionBeats: firstBeat([samplePosition]) });
    const to = (name: string) => {
      fireEvent.click(screen.getByRole("tab", { name }));
      return held.shown.at(-1);
    };
    expect(to("Deals")).toEqual({ ...filters, tab: "deals" });
    expect(to("Commands")).toEqual({ client: "cli_1", account: "tac_1", tab: "commands" });
    expect(to("Exposure")).toEqual({ ...view, tab: "exposure" });
  });

  it("deals of one server only say so, and the rest is one press away", async () => {
    const deals = { edges: [], pageInfo: { hasNextPage: false }, feeds: [] };
    const { queries } = show(
      { tab: "deals", server: "tsr_1" },
      { DealList: { deals }, DealTotals: { dealTotals: [] } },
    );
    fireEvent.click(await screen.findByRole("button", { name: "Remove the filter: One server only" }));
    expect(held.shown.at(-1)).toEqual({ tab: "deals", server: undefined });
    expect(queries.find(({ name }) => name === "DealTotals")?.variables).toEqual({
      filter: { serverId: "tsr_1", environment: "LIVE" },
    });
  });

  it("goes by keyboard: j marks, Enter opens, c closes", async () => {
    show({}, { PositionBeats: firstBeat([samplePosition, lossy]) });
    key("j");
    await waitFor(() => expect(rows()[0]).toHaveAttribute("data-active", "true"));
    key("j");
    await waitFor(() => expect(rows()[1]).toHaveAttribute("data-active", "true"));
    key("Enter");
    expect(held.shown.at(-1)).toEqual({ id: "tsr_1.9002", of: "tac_1" });
    key("c");
    await screen.findByRole("dialog", { name: "Close XAUUSD of Olga Novak" });
  });

  it("a row that a click marks opens its panel; what a role does not include has no key", async () => {
    held.permissions = ["position.view"];
    show({}, { PositionBeats: firstBeat([samplePosition]) });
    fireEvent.click(rows()[0] as HTMLElement);
    expect(held.shown.at(-1)).toEqual({ id: "tsr_1.9001", of: "tac_1" });
    key("c");
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("says what nothing means: none open, none matching, not live", () => {
    show({}, { PositionBeats: firstBeat([]) });
    expect(screen.getByText("No open position")).toBeInTheDocument();
    show({ symbol: "X" }, { PositionBeats: firstBeat([]) });
    expect(screen.getByText("Nothing matches")).toBeInTheDocument();
    held.live = "stale";
    show({}, {});
    expect(screen.getByText("Not live")).toBeInTheDocument();
  });

  it("pending orders are a list of their own", async () => {
    const { subscriptions } = show(
      { tab: "orders", profitFrom: "5" },
      {
        OrderBeats: {
          orderBeats: { keys: [sampleOrder.key], changed: [sampleOrder], total: 1, feeds: [freshFeed()] },
        },
      },
    );
    expect(subscriptions[0]?.variables).toMatchObject({ filter: { environment: "LIVE" } });
    const row = within(rows()[0] as HTMLElement);
    expect(row.getByText("Buy limit")).toBeInTheDocument();
    expect(row.getByText("1.08000")).toBeInTheDocument();
  });

  it("real and play money stand apart, marked, and the choice is its address", async () => {
    const demo = { ...lossy, environment: "DEMO" as const };
    const [total] = firstBeat([]).positionBeats.totals;
    const play = { ...total, environment: "DEMO" as const, profit: "7.00" };
    const beat = firstBeat([samplePosition, demo]).positionBeats;
    show({ money: "BOTH" }, { PositionBeats: { positionBeats: { ...beat, totals: [total, play] } } });
    expect(within(rows()[0] as HTMLElement).queryByText("Demo")).toBeNull();
    expect(within(rows()[1] as HTMLElement).getByText("Demo")).toBeInTheDocument();
    const foot = screen.getByText("2 rows").parentElement;
    expect(foot).toHaveTextContent("USD profit +12.10, swap -0.40");
    expect(foot).toHaveTextContent("Demo USD profit +7.00, swap -0.40");
    for (const [name, shown] of [
      ["Demo", "DEMO"],
      ["Live", undefined],
    ] as const) {
      fireEvent.click(screen.getByRole("combobox", { name: "Live or demo" }));
      fireEvent.click(await screen.findByRole("option", { name }));
      expect(held.shown.at(-1)).toEqual({ money: shown, server: undefined });
    }
  });

  it("exposure shows net lots with their sign and their side in words", () => {
    const profits = [{ environment: "LIVE", currency: "USD", profit: "-3.00", swap: "0.00" }];
    const row = { environment: "LIVE", positions: 3, clients: 2, profits };
    show(
      { tab: "exposure" },
      {
        ExposureBeats: {
          exposureBeats: {
            rows: [
              { ...row, symbol: "EURUSD", buyLots: "1.00", sellLots: "6.00", netLots: "-5.00" },
              { ...row, symbol: "XAUUSD", buyLots: "2.00", sellLots: "0.00", netLots: "2.00" },
              { ...row, symbol: "EURUSD", environment: "DEMO", buyLots: "9.00", sellLots: "0.00", netLots: "9.00" },
            ],
            feeds: [freshFeed()],
          },
        },
      },
    );
    expect(screen.getByRole("img", { name: "Short -5.00" })).toBeInTheDocument();
    expect(screen.getByRole("img", { name: "Long 2.00" })).toBeInTheDocument();
    // the largest of real money and the largest of play money fill their half each
    const filled = (name: string) => (screen.getByRole("img", { name }).firstChild as HTMLElement).style.inlineSize;
    expect(["Short -5.00", "Long 2.00", "Long 9.00"].map(filled)).toEqual(["50%", "20%", "50%"]);
    fireEvent.click(rows()[0] as HTMLElement);
    expect(held.shown.at(-1)).toEqual({ symbol: "EURUSD", money: undefined });
    fireEvent.click(rows()[2] as HTMLElement);
    expect(held.shown.at(-1)).toEqual({ symbol: "EURUSD", money: "DEMO" });
  });

  it("the margin watch has a threshold, and is there only with the right to see money", async () => {
    const { sampleAccount } = await import("../trading-accounts/sampleAccount.ts");
    const watched = { account: sampleAccount, marginLevel: "112.40", openPositions: 4 };
    const { subscriptions } = show(
      { tab: "margin", below: "200" },
      { MarginBeats: { marginWatchBeats: { rows: [watched], total: 1, feeds: [freshFeed()] } } },
    );
    expect(subscriptions[0]?.variables).toMatchObject({ below: "200", environment: "LIVE" });
    expect(within(rows()[0] as HTMLElement).getByText("112.40 %")).toBeInTheDocument();
    fireEvent.click(rows()[0] as HTMLElement);
    expect(held.shown.at(-1)).toEqual({ account: "tac_1" });
    for (const [name, money] of [
      ["Demo", "DEMO"],
      ["Live and demo", "BOTH"],
    ] as const) {
      fireEvent.click(screen.getByRole("combobox", { name: "Live or demo" }));
      fireEvent.click(await screen.findByRole("option", { name }));
      expect(held.shown.at(-1)).toEqual({ tab: "margin", below: "200", money, server: undefined });
    }
  });

  it.each([
    ["DEMO", "DEMO"],
    ["BOTH", undefined],
  ] as const)("the margin watch of %s is asked of the server", (money, environment) => {
    const { subscriptions } = show({ tab: "margin", money }, {});
    expect(subscriptions[0]?.variables).toMatchObject({ below: "150", environment });
  });

  it("is closed to people without the permission", () => {
    held.permissions = [];
    const { subscriptions } = show({}, { PositionBeats: firstBeat([samplePosition]) });
    expect(screen.getByText("This page is not part of your role")).toBeInTheDocument();
    expect(subscriptions).toEqual([]);
  });
});
