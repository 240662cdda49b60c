import { expect, test } from "vitest";
import { depthOf, type Group, isFlat, isOfNow, mostConditions, narrowed, parseFilter, toClientFilter } from "./tree.ts";

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

test("narrowing adds beside what is asked and stops at the server's limits", () => {
  const and = toClientFilter(flat);
  const more = narrowed(and, { ids: ["cli_1"] });
  expect(more).toEqual({ ...and, ids: ["cli_1"] });
  expect(depthOf(more ?? {})).toBe(2);
  expect(narrowed({ archived: true }, { archived: false })).toEqual({ and: [{ archived: true }, { archived: false }] });
  // the deepest that can be built here
  const deep = toClientFilter({
    join: "any",
    items: [
      { field: "archived", on: false },
      {
        join: "all",
        items: [
          { field: "archived", on: false },
          { field: "archived", on: true, not: true },
        ],
      },
    ],
  });
  expect(narrowed(deep, { not: deep ?? {} })).toEqual({ ...deep, not: deep });
  expect(narrowed({ not: deep ?? {} }, { not: { not: deep ?? {} } })).toBeUndefined();
  const full = { or: Array.from({ length: mostConditions }, () => ({ archived: true })) };
  expect(narrowed(full, { ids: ["cli_1"] })).toBeUndefined();
});

test("only what is over its time moves on from minute to minute", () => {
  const over: Group = { join: "any", items: [{ join: "all", items: [{ field: "nextFollowUpAt", period: "past" }] }] };
  expect(isOfNow(over)).toBe(true);
  expect(isOfNow({ field: "nextFollowUpAt", period: "today" })).toBe(false);
  expect(isOfNow({ field: "custom", custom: "fld_1", period: "past" })).toBe(false);
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

test("a broker's own field is asked what its kind can answer", () => {
  const at = { now: Date.parse("2026-11-29T10:00:00Z"), zone: "UTC" };
  const asked = (more: object) => toClientFilter({ field: "custom", custom: "fld_1", ...more }, at);
  expect(asked({ how: "absent" })).toEqual({ customField: { fieldId: "fld_1", isPresent: false } });
  expect(asked({ min: "1", max: "1" })).toEqual({ customField: { fieldId: "fld_1", min: "1", max: "1" } });
  expect(asked({ above: "2.5" })).toEqual({ customField: { fieldId: "fld_1", above: "2.5" } });
  expect(asked({ period: "last_week" })).toEqual({
    customField: { fieldId: "fld_1", from: "2026-11-23", before: "2026-11-30" },
  });
  expect(asked({ values: ["chc_1"], not: true })).toEqual({
    not: { customField: { fieldId: "fld_1", choiceIds: ["chc_1"] } },
  });
  expect(asked({ on: false })).toEqual({ customField: { fieldId: "fld_1", is: false } });
  expect(asked({})).toBeUndefined();
  const kept: Group = { join: "all", items: [{ field: "custom", custom: "fld_1", dayFrom: "2026-01-01" }] };
  expect(parseFilter(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
});
