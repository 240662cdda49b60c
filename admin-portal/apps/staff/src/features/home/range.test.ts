import { describe, expect, it } from "vitest";
import { filterOf } from "../balance-operations/asked.ts";
import { parseBalanceView } from "../balance-operations/view.ts";
import { toClientFilter } from "../clients/filter/tree.ts";
import { booked, clientsMade, named, others } from "./links.ts";
import { rangeOf } from "./range.ts";
import { parseHomeView } from "./view.ts";

const at = Date.parse("2026-11-28T22:30:00Z");

describe("the days of the home page", () => {
  it("end today in the reader's zone, and are compared with as many before", () => {
    const { before, days, now, input } = rangeOf({}, at, "Europe/Athens");
    expect(now).toEqual({ from: "2026-11-23", to: "2026-11-29" });
    expect(before).toEqual({ from: "2026-11-16", to: "2026-11-22" });
    expect(days).toHaveLength(7);
    expect(input.days).toHaveLength(8);
    expect([input.beforeFrom, input.days[0], input.days.at(-1)]).toEqual([
      "2026-11-15T22:00:00.000Z",
      "2026-11-22T22:00:00.000Z",
      "2026-11-29T22:00:00.000Z",
    ]);
    expect(rangeOf({ span: "1" }, at, "UTC").before).toEqual({ from: "2026-11-27", to: "2026-11-27" });
  });

  it("keep a day of 25 hours one day", () => {
    const { input } = rangeOf({ span: "range", from: "2026-10-24", to: "2026-10-26" }, at, "Europe/Madrid");
    expect(input.days).toEqual([
      "2026-10-23T22:00:00.000Z",
      "2026-10-24T22:00:00.000Z",
      "2026-10-25T23:00:00.000Z",
      "2026-10-26T23:00:00.000Z",
    ]);
  });

  it("are a year at most", () => {
    expect(rangeOf({ span: "range", from: "2020-01-01", to: "2026-01-01" }, at, "UTC").days).toHaveLength(366);
  });

  it("are read from the address; what is not understood is left out", () => {
    expect(parseHomeView({ span: 30 })).toEqual({ span: "30" });
    expect(parseHomeView({ span: "7", from: "2026-11-01" })).toEqual({});
    expect(parseHomeView({ span: "range", from: "2026-11-05", to: "2026-11-01" })).toEqual({
      span: "range",
      from: "2026-11-05",
    });
    expect(parseHomeView({ span: "all" })).toEqual({});
  });
});

describe("the lists behind the numbers", () => {
  const days = { from: "2026-11-22", to: "2026-11-28" };
  const made = { createdAt: { from: "2026-11-22T00:00:00.000Z", before: "2026-11-29T00:00:00.000Z" } };
  const asked = (...more: Parameters<typeof clientsMade>[2] & object) =>
    toClientFilter(clientsMade(days, "UTC", more).filter);

  it("ask for exactly the same clients", () => {
    expect(asked()).toEqual(made);
    expect(asked(named("source", "Website"))).toEqual({ and: [made, { source: ["Website"] }] });
    expect(asked(named("country", null))).toEqual({ and: [made, { hasCountry: false }] });
    expect(asked(...others("source", ["Website", "Fair"]))).toEqual({
      and: [made, { not: { source: ["Website", "Fair"] } }, { not: { hasSource: false } }],
    });
  });

  it("ask for exactly the same money, by the day of booking", () => {
    const same = { live: true, states: ["CONFIRMED"], currency: "USD" };
    const span = { bookedFrom: "2026-11-22T00:00:00.000Z", bookedBefore: "2026-11-29T00:00:00.000Z" };
    const first = booked("first", "USD", days);
    expect(parseBalanceView({ ...first })).toEqual(first);
    expect(filterOf(first, "UTC")).toEqual({ ...same, ...span, firstDeposits: true });
    expect(filterOf(booked("net", "USD", days), "UTC")).toEqual({
      ...same,
      ...span,
      kinds: ["DEPOSIT", "WITHDRAWAL"],
    });
  });
});
