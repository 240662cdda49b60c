import { expect, test } from "vitest";
import { depthOf, type Group, isFlat, narrowed, parseFilter, toClientFilter } from "./tree.ts";

const flat: Group = {
  join: "all",
  items: [
    { field: "salesStatus", values: ["sts_1", "sts_2"] },
    { field: "owner", empty: true },
    { field: "createdAt", from: "2026-01-01T00:00:00Z" },
  ],
};

test("chips become one AND of conditions", () => {
  expect(toClientFilter(flat)).toEqual({
    and: [
      { salesStatus: { in: ["sts_1", "sts_2"] } },
      { owner: { isNull: true } },
      { createdAt: { from: "2026-01-01T00:00:00Z" } },
    ],
  });
  expect(isFlat(flat)).toBe(true);
});

test("groups and negation keep their shape", () => {
  const nested: Group = {
    join: "any",
    items: [
      { field: "kycStatus", values: ["PENDING"], not: true },
      {
        join: "all",
        items: [
          { field: "country", values: ["CY"] },
          { field: "archived", on: false },
        ],
      },
    ],
  };
  expect(toClientFilter(nested)).toEqual({
    or: [{ not: { kycStatus: ["PENDING"] } }, { and: [{ country: ["CY"] }, { archived: false }] }],
  });
  expect(isFlat(nested)).toBe(false);
});

test("a condition that is not filled in yet asks nothing", () => {
  expect(
    toClientFilter({
      join: "all",
      items: [
        { field: "tag", values: [] },
        { field: "email", how: "equals", text: " " },
      ],
    }),
  ).toBeUndefined();
  expect(toClientFilter({ join: "all", items: [{ field: "tag" }, { field: "stage", values: ["LEAD"] }] })).toEqual({
    stage: ["LEAD"],
  });
});

test("sealed fields are asked by their exact forms only", () => {
  expect(toClientFilter({ field: "email", how: "domain", text: "example.com" })).toEqual({
    email: { domain: "example.com" },
  });
  expect(toClientFilter({ field: "phone", how: "lastFour", text: "4411" })).toEqual({
    phone: { lastFour: "4411" },
  });
  expect(toClientFilter({ field: "phone", how: "absent" })).toEqual({ phone: { isPresent: false } });
});

test("narrowing adds beside an AND and stops at the server's depth", () => {
  const and = toClientFilter(flat);
  const more = narrowed(and, { archived: true });
  expect(more?.and).toHaveLength(4);
  expect(depthOf(more ?? {})).toBe(2);
  const deep = { or: [{ and: [{ not: { archived: true } }, { archived: false }] }] };
  expect(narrowed(deep, { archived: true })).toBeUndefined();
});

test("an address is read back as it was written", () => {
  expect(parseFilter(JSON.parse(JSON.stringify(flat)))).toEqual(flat);
});

test("what an address must not carry is dropped: unknown fields, wrong types, too much", () => {
  expect(parseFilter({ join: "all", items: [{ field: "passwordHash", values: ["x"] }] })).toBeUndefined();
  expect(parseFilter({ join: "all", items: [{ field: "tag", values: [1, "t"], from: "yesterday" }] })).toEqual({
    join: "all",
    items: [{ field: "tag", values: ["t"] }],
  });
  const many = { join: "all", items: Array.from({ length: 60 }, () => ({ field: "tag", values: ["t"] })) };
  expect(parseFilter(many)?.items).toHaveLength(32);
  expect(parseFilter("select *")).toBeUndefined();
});
