import { describe, expect, it } from "vitest";
import { ticked, tickedAmong } from "./selection.ts";

const ids = ["a", "b", "c", "d", "e"];

describe("rows are ticked", () => {
  it("one by one", () => {
    expect([...ticked(new Set(["a"]), ids, "c")]).toEqual(["a", "c"]);
    expect([...ticked(new Set(["a", "c"]), ids, "c")]).toEqual(["a"]);
  });

  it("from the last one to this one, both ways", () => {
    expect([...ticked(new Set(["b"]), ids, "d", "b")]).toEqual(["b", "c", "d"]);
    expect([...ticked(new Set(["d"]), ids, "b", "d")].toSorted()).toEqual(["b", "c", "d"]);
  });

  it("and unticked in the same way", () => {
    expect([...ticked(new Set(ids), ids, "d", "b")]).toEqual(["a", "e"]);
  });

  it("alone when the last one is not in the list any more", () => {
    expect([...ticked(new Set(), ids, "b", "gone")]).toEqual(["b"]);
  });

  it("only while they are in the list", () => {
    const rows = ids.map((id) => ({ id }));
    const selected = new Set(["a", "gone", "d"]);
    expect([...tickedAmong(selected, rows)]).toEqual(["a", "d"]);
    expect(tickedAmong(new Set(["x"]), []).size).toBe(0);
    selected.delete("gone");
    expect(tickedAmong(selected, rows)).toBe(selected);
  });
});
