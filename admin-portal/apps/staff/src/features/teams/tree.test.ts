import { describe, expect, it } from "vitest";
import { changed } from "./TeamDialog.tsx";
import { lines, treeOf, withBelow } from "./tree.ts";

const team = (id: string, parentId?: string) => ({ id, name: id, parentId });

describe("the tree of teams", () => {
  const teams = [team("sales"), team("madrid", "sales"), team("athens", "sales"), team("night", "madrid"), team("vip")];

  it("hangs each below its parent, by name", () => {
    expect(lines(treeOf(teams)).map(({ team: { id }, depth }) => `${depth} ${id}`)).toEqual([
      "0 sales",
      "1 athens",
      "1 madrid",
      "2 night",
      "0 vip",
    ]);
  });

  it("loses none: a missing parent or a circle leaves a team at the top", () => {
    const odd = [team("orphan", "gone"), team("a", "b"), team("b", "a")];
    expect(
      lines(treeOf(odd))
        .map(({ team: { id } }) => id)
        .sort(),
    ).toEqual(["a", "b", "orphan"]);
  });

  it("knows what cannot stand above a team", () => {
    expect([...withBelow(teams, "sales")].sort()).toEqual(["athens", "madrid", "night", "sales"]);
    expect([...withBelow([team("a", "b"), team("b", "a")], "a")].sort()).toEqual(["a", "b"]);
  });

  it("sends only what changed; null clears", () => {
    const before = { name: "Madrid", desk: "SALES", parentId: "sales", leaderId: "ana" } as const;
    expect(changed(before, { ...before, parentId: null })).toEqual({ parentId: null });
    expect(changed(before, before)).toEqual({});
  });
});
