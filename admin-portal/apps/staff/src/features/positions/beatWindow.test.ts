import { describe, expect, it } from "vitest";
import { afterBeat, firstSpan, indexOf, rowAt, spanFor } from "./beatWindow.ts";

const row = (key: string, profit = "0.00") => ({ key, profit });

describe("a window of live rows", () => {
  it("begins with all rows, then takes only what changed; the others stay the same objects", () => {
    const first = afterBeat(undefined, 0, { keys: ["a", "b"], changed: [row("a"), row("b")], total: 9 });
    const next = afterBeat(first, 0, { keys: null, changed: [row("b", "5.00")], total: 9 });
    expect(rowAt(next, 0)).toBe(rowAt(first, 0));
    expect(rowAt(next, 1)).toEqual(row("b", "5.00"));
    expect(next.keys).toBe(first.keys);
    expect(next.total).toBe(9);
  });

  it("drops what left it and finds what moved", () => {
    const first = afterBeat(undefined, 20, { keys: ["a", "b"], changed: [row("a"), row("b")], total: 22 });
    const next = afterBeat(first, 20, { keys: ["b", "c"], changed: [row("c")], total: 23 });
    expect([indexOf(next, "a"), indexOf(next, "b"), indexOf(next, "c")]).toEqual([undefined, 20, 21]);
    expect([...next.rows.keys()]).toEqual(["b", "c"]);
    expect(rowAt(next, 19)).toBeUndefined();
  });

  it("follows the scroll, and asks nothing for a little of it", () => {
    expect(spanFor(0, 25, firstSpan)).toBe(firstSpan);
    expect(spanFor(10, 60, firstSpan)).toBe(firstSpan);
    const far = spanFor(5000, 5030, firstSpan);
    expect(far).toEqual({ from: 4960, count: 120 });
    expect(spanFor(4990, 5020, far)).toBe(far);
    expect(spanFor(0, 400, firstSpan).count).toBe(200);
    expect(spanFor(50, 75, firstSpan)).toEqual({ from: 0, count: 120 });
  });
});
