import { describe, expect, it } from "vitest";
import { amountOf, filterOf, signed } from "./asked.ts";
import { parseBalanceView } from "./view.ts";

describe("which balance operations are shown", () => {
  it("are those of a figure: deposits alone, or of one colleague's clients", () => {
    const live = { live: true, states: ["CONFIRMED"] };
    expect(filterOf(parseBalanceView({ flow: "net", kind: "DEPOSIT" }), "UTC")).toEqual({
      ...live,
      kinds: ["DEPOSIT"],
    });
    expect(filterOf(parseBalanceView({ flow: "first", owner: "stf_1" }), "UTC")).toEqual({
      ...live,
      firstDeposits: true,
      ownerId: "stf_1",
    });
  });

  it("is read from the address; what is not understood is left out", () => {
    const search = {
      tab: "history",
      account: "tac_1",
      kind: "DEPOSIT",
      state: "GONE",
      from: "2026-11-01",
      to: "2026-10-01",
    };
    expect(parseBalanceView(search)).toEqual({
      tab: "history",
      account: "tac_1",
      kind: "DEPOSIT",
      from: "2026-11-01",
    });
    expect(parseBalanceView({ tab: "waiting", client: "a b" })).toEqual({});
  });

  it("is asked of the server: the last day with it, in the reader's zone", () => {
    const view = {
      operation: "bal_1",
      account: "tac_1",
      kind: "CHARGE",
      from: "2026-11-01",
      to: "2026-11-30",
    } as const;
    expect(filterOf(view, "Europe/Copenhagen")).toEqual({
      operationId: "bal_1",
      accountId: "tac_1",
      kinds: ["CHARGE"],
      from: "2026-10-31T23:00:00.000Z",
      before: "2026-11-30T23:00:00.000Z",
    });
  });
});

describe("an amount", () => {
  it("is a decimal above zero; only a correction goes below", () => {
    expect([amountOf(" 2500 ", "DEPOSIT"), amountOf("0.01", "CHARGE")]).toEqual(["2500", "0.01"]);
    for (const none of ["", "0", "0.00", "-5", "1,50", "1e3", "5.", "12345678901234567"])
      expect(amountOf(none, "WITHDRAWAL")).toBeUndefined();
    expect([amountOf("-12.40", "CORRECTION"), amountOf("\u22125", "CORRECTION")]).toEqual(["-12.40", "-5"]);
  });

  it("is shown with the sign that it has for the account", () => {
    expect(signed({ kind: "WITHDRAWAL", amount: "5.00" })).toBe("-5.00");
    expect(signed({ kind: "BONUS_IN", amount: "5.00" })).toBe("5.00");
    expect(signed({ kind: "CORRECTION", amount: "-5.00" })).toBe("-5.00");
  });
});
