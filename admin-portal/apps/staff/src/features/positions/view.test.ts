import { describe, expect, it } from "vitest";
import {
  decimalOf,
  filtersOf,
  isFiltered,
  liveFilterOf,
  parsePositionView,
  pointsAway,
  sortName,
  sortOf,
} from "./view.ts";

describe("what the page of positions shows", () => {
  it("is read from the address; what is not understood is left out", () => {
    const search = {
      tab: "orders",
      sort: "loss",
      symbol: " EURUSD, XAUUSD ",
      side: "HOLD",
      profitFrom: -100,
      marginBelow: "a lot",
      id: "tsr_1.77",
      of: "tac_1",
      below: 150,
    };
    expect(parsePositionView(search)).toEqual({
      tab: "orders",
      sort: "loss",
      symbol: "EURUSD, XAUUSD",
      profitFrom: "-100",
      id: "tsr_1.77",
      of: "tac_1",
    });
    expect(parsePositionView({ tab: "positions", of: "tac_1", sort: "toString", to: "2026-11-40" })).toEqual({});
    expect(parsePositionView({ below: "200", from: "2026-11-02", to: "2026-11-01" })).toEqual({
      below: "200",
      from: "2026-11-02",
    });
  });

  it("is asked of the server, without what is empty", () => {
    const filters = { symbol: "EURUSD, ,XAUUSD", group: "real\\pro", side: "BUY", profitTo: "-50.5" } as const;
    expect(liveFilterOf(filters)).toEqual({
      environment: "LIVE",
      symbols: ["EURUSD", "XAUUSD"],
      groups: ["real\\pro"],
      side: "BUY",
      profitTo: "-50.5",
    });
    expect([isFiltered({}), isFiltered({ symbol: " , " }), isFiltered({ marginBelow: "120" })]).toEqual([
      false,
      false,
      true,
    ]);
    expect(filtersOf({ tab: "orders", sort: "loss", symbol: "EURUSD", below: "200" })).toEqual({ symbol: "EURUSD" });
  });

  it("is of real money unless said; of one client or account, all of it", () => {
    expect([liveFilterOf({}), liveFilterOf({ money: "DEMO" }), liveFilterOf({ money: "BOTH" })]).toEqual([
      { environment: "LIVE" },
      { environment: "DEMO" },
      {},
    ]);
    expect([liveFilterOf({ client: "cli_1" }), liveFilterOf({ account: "tac_1", money: "LIVE" })]).toEqual([
      { clientId: "cli_1" },
      { accountId: "tac_1", environment: "LIVE" },
    ]);
    expect([parsePositionView({ money: "DEMO" }), parsePositionView({ money: "ALL" })]).toEqual([
      { money: "DEMO" },
      {},
    ]);
    expect([isFiltered({ money: "DEMO" }), filtersOf({ money: "DEMO", tab: "orders" })]).toEqual([
      false,
      { money: "DEMO" },
    ]);
  });

  it("has short names for sorts, and none for the usual one", () => {
    expect([sortOf(undefined), sortOf("loss")]).toEqual(["OPENED_NEWEST", "PROFIT_LOWEST"]);
    expect([sortName("OPENED_NEWEST"), sortName("MARGIN_LEVEL_LOWEST")]).toEqual([undefined, "margin"]);
  });

  it("takes decimals as they are typed", () => {
    expect([decimalOf("12.5"), decimalOf("-3", true), decimalOf("\u22123", true)]).toEqual(["12.5", "-3", "-3"]);
    for (const none of ["", "-3", "1e3", "1,5", ".5", undefined]) expect(decimalOf(none)).toBeUndefined();
  });

  it("reckons how far the price is from where an order waits", () => {
    const order = { digits: 5, price: "1.08000", priceCurrent: "1.09120" };
    expect([pointsAway(order), pointsAway({ ...order, priceTrigger: "1.09130" })]).toEqual([1_120, 10]);
    expect(pointsAway({ ...order, priceCurrent: null })).toBeUndefined();
  });
});
