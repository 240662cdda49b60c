import { describe, expect, it } from "vitest";
import type { DealFilters } from "../positions/view.ts";
import { dealFilterOf, dealFiltersOf } from "./view.ts";

describe("which deals are shown", () => {
  it("is asked of the server: the last day with it, in the reader's zone", () => {
    const filters = { symbol: "EURUSD, XAUUSD", account: "tac_1", action: "BUY", position: " 77 ", to: "2026-11-30" };
    expect(
      dealFilterOf({ ...filters, action: "BUY", source: "DEALER", from: "2026-11-01" }, "Europe/Copenhagen"),
    ).toEqual({
      accountId: "tac_1",
      symbols: ["EURUSD", "XAUUSD"],
      actions: ["BUY"],
      position: "77",
      sources: ["DEALER"],
      from: "2026-10-31T23:00:00.000Z",
      before: "2026-11-30T23:00:00.000Z",
    });
  });

  it("are those of real money unless said; of one client or account, all of them", () => {
    const asked = (filters: DealFilters) => dealFilterOf(filters, "UTC");
    expect([asked({}), asked({ money: "DEMO" }), asked({ money: "BOTH" })]).toEqual([
      { environment: "LIVE" },
      { environment: "DEMO" },
      {},
    ]);
    expect([
      asked({ client: "cli_1" }),
      asked({ account: "tac_1" }),
      asked({ client: "cli_1", money: "DEMO" }),
    ]).toEqual([{ clientId: "cli_1" }, { accountId: "tac_1" }, { clientId: "cli_1", environment: "DEMO" }]);
  });

  it("is a part of the page's address", () => {
    expect(dealFiltersOf({ symbol: "EURUSD", from: undefined, account: "tac_1" })).toEqual({
      symbol: "EURUSD",
      account: "tac_1",
    });
  });
});
