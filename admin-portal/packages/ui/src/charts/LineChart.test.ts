import { describe, expect, it } from "vitest";
import { path } from "./LineChart.tsx";

describe("a line of a chart", () => {
  it("goes on from one known value to the next, and a single one is seen", () => {
    const places = [
      { x: 0, y: 1 },
      { x: 2, y: 3 },
      { x: 4, y: 5.25 },
    ];
    expect(path(places)).toBe("M0.0 1.0L2.0 3.0L4.0 5.3");
    expect(path(places.slice(0, 1))).toBe("M0.0 1.0h0.01");
    expect(path([])).toBe("");
  });
});
