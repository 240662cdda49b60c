import { expect, test } from "vitest";
import { changedFields, differences, merged, theirsAtFirst } from "./conflict.ts";

const base = { name: "North", desk: "SALES", tags: ["a"], note: "" };

test("lists are compared by what is in them", () => {
  expect(changedFields(base, { ...base, tags: ["a"] })).toEqual([]);
  expect(changedFields(base, { ...base, tags: ["b"] })).toEqual(["tags"]);
});

test("only what both changed asks for a choice, and what both changed alike does not", () => {
  const mine = { ...base, name: "South", desk: "RETENTION", note: "same" };
  const theirs = { ...base, name: "East", tags: ["b"], note: "same" };
  expect(differences(base, mine, theirs).map(({ field, both }) => [field, both])).toEqual([
    ["name", true],
    ["desk", false],
    ["tags", false],
  ]);
});

test("mine stays where only I changed, theirs where only they did, and nothing typed is lost", () => {
  const mine = { ...base, name: "South", desk: "RETENTION" };
  const theirs = { ...base, name: "East", tags: ["b"] };
  const first = theirsAtFirst(base, mine, theirs);
  expect([...first]).toEqual(["tags"]);
  expect(merged(mine, theirs, first)).toEqual({ name: "South", desk: "RETENTION", tags: ["b"], note: "" });
  expect(merged(mine, theirs, new Set([...first, "name" as const]))).toEqual({
    name: "East",
    desk: "RETENTION",
    tags: ["b"],
    note: "",
  });
});

test("entries that only one of two has are fields as well", () => {
  const opened: Record<string, true | undefined> = { a: true, b: true };
  const mine = { a: true, c: true } as const;
  const theirs = { b: true, d: true } as const;
  expect(differences(opened, mine, theirs).filter(({ both }) => both)).toEqual([]);
  const kept = merged<Record<string, true | undefined>>(mine, theirs, theirsAtFirst(opened, mine, theirs));
  expect(Object.keys(kept).filter((key) => kept[key])).toEqual(["d", "c"]);
});
