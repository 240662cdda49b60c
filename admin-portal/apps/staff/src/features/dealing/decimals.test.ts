import { describe, expect, it } from "vitest";
import { compare, decimal, lotsProblem, points, priceOf, share, units } from "./decimals.ts";

describe("lots and prices", () => {
  it("are whole numbers inside, and come out as they went in", () => {
    expect(units("0.01")).toBe(1_000_000n);
    expect([decimal(units("-1.5") ?? 0n), decimal(150_000_000n, 2), decimal(0n)]).toEqual(["-1.5", "1.50", "0"]);
    for (const none of ["", "1,5", "1e3", ".5", "0.123456789", null]) expect(units(none)).toBeUndefined();
  });

  it("a share of a position is a whole number of steps, at least the least, and exact", () => {
    expect([25, 50, 75, 100].map((percent) => share("0.10", percent, "0.01", "0.01"))).toEqual([
      "0.02",
      "0.05",
      "0.07",
      "0.10",
    ]);
    expect(share("0.01", 25, "0.01", "0.01")).toBe("0.01");
    expect(share("0.005", 50, "0.01", "0.01")).toBe("0.005");
    expect(share("333333.33", 100, "0.01", "0.01")).toBe("333333.33");
    expect(share("1", 50, "0", "0.01")).toBeUndefined();
  });

  it("are checked against the least, the most and the step", () => {
    const limits = { most: "1.00", least: "0.10", step: "0.05" };
    expect(["0.35", "1.00", "0.05", "1.01", "0.33", "0", "x"].map((text) => lotsProblem(text, limits))).toEqual([
      undefined,
      undefined,
      "too_little",
      "too_much",
      "step",
      "none",
      "none",
    ]);
    expect(lotsProblem("5000", { least: "0.10", step: "0.05" })).toBeUndefined();
    expect(lotsProblem("0.07", { most: "0.07", least: "0.10", step: "0.05" })).toBeUndefined();
  });

  it("distances are counted in points, prices have the symbol's decimals", () => {
    expect([points("1.08500", "1.08621", "0.00001"), points("1.1", "1.0", "0.01"), points("x", "1", "0.1")]).toEqual([
      "121",
      "-10",
      undefined,
    ]);
    expect([priceOf(" 1.08512 ", 5), priceOf("1.085121", 5), priceOf("0", 2), priceOf("-1", 2)]).toEqual([
      "1.08512",
      undefined,
      undefined,
      undefined,
    ]);
    expect([compare("1.10", "1.1"), compare("2", "10"), compare("3", "-3")]).toEqual([0, -1, 1]);
  });
});
