import { describe, expect, it } from "vitest";
import { indexAt, scaleOver, spread } from "./scale.ts";

describe("scales of charts", () => {
  it("have round ticks inside what is drawn", () => {
    const scale = scaleOver([1.0802, 1.0898], 200, 0, 5);
    expect(scale.ticks.map((tick) => tick.toFixed(scale.places))).toEqual(["1.080", "1.085", "1.090"]);
    expect(scale.place(1.0802)).toBeGreaterThan(scale.place(1.0898));
  });

  it("have a nought without a minus", () => {
    expect(scaleOver([0, 500], 100, 0, 4).ticks[0]).toBe(0);
  });

  it("stand on one value, and on none", () => {
    const one = scaleOver([500, 500], 100, 0, 4);
    expect(one.place(500)).toBeCloseTo(50);
    expect(one.ticks.length).toBeGreaterThan(1);
    expect(scaleOver([], 100, 0, 4).ticks.length).toBeGreaterThan(1);
    expect(scaleOver([Number.NaN, 3, 4], 0, 10, 4).place(3)).toBeGreaterThan(0);
  });

  it("spread labels and find times", () => {
    expect([spread(0, 5), spread(1, 5), spread(3, 5), spread(101, 5)]).toEqual([
      [],
      [0],
      [0, 1, 2],
      [0, 25, 50, 75, 100],
    ]);
    expect([indexAt([10, 20, 30], 5), indexAt([10, 20, 30], 20), indexAt([10, 20, 30], 99)]).toEqual([-1, 1, 2]);
  });
});
