import { expect, test } from "vitest";
import { definitionOf, namesContact } from "./definition.ts";
import { changesTo, effective, isChanged, type KeptDefinition, partsOf, plain, type ViewParts } from "./parts.ts";

const definition = {
  filter: { join: "all", items: [{ field: "nextFollowUpAt", period: "past" }] },
  sort: { field: "FOLLOW_UP" as const, descending: false },
  columns: [
    { name: "name", pinned: true, width: 220 },
    { name: "country", pinned: false, width: null },
  ],
  density: "COMPACT" as const,
  groupBy: "OWNER" as const,
};

test("what is kept comes back as it was", () => {
  const parts = partsOf(definition);
  expect(parts).toMatchObject({ sort: "followup", cols: "name!:220.country", density: "compact", group: "owner" });
  expect(definitionOf(parts)).toEqual(definition);
  expect(partsOf(definitionOf(plain) as KeptDefinition)).toEqual(plain);
});

test("an address says only what differs from its view, and can take each part away", () => {
  const base = partsOf(definition);
  expect(isChanged(changesTo(base, base))).toBe(false);
  expect(effective(base, {})).toEqual(base);
  const changes = changesTo(base, plain);
  expect(changes).toEqual({
    filter: { join: "all", items: [] },
    sort: "-created",
    cols: undefined,
    density: "own",
    group: "none",
  });
  expect(effective(base, changes)).toEqual({ ...plain, cols: base.cols });
});

test("times are the same however they are written", () => {
  const kept = { join: "all", items: [{ field: "createdAt", from: "2026-01-01T00:00:00Z" }] };
  const base = partsOf({ ...definition, filter: kept });
  const typed: ViewParts = {
    ...base,
    filter: { join: "all", items: [{ from: "2026-01-01T00:00:00.000Z", field: "createdAt" }] },
  };
  expect(isChanged(changesTo(base, typed))).toBe(false);
});

test("conditions without an answer are not kept; an address or a number is noticed", () => {
  const filter: ViewParts["filter"] = {
    join: "all",
    items: [{ field: "country" }, { join: "any", items: [{ field: "tag", empty: true }] }],
  };
  expect(definitionOf({ ...plain, filter }).filter).toEqual({
    join: "all",
    items: [{ join: "any", items: [{ field: "tag", empty: true }] }],
  });
  expect(namesContact(filter)).toBe(false);
  expect(namesContact({ join: "all", items: [{ field: "email", how: "equals", text: "a@b.example" }] })).toBe(true);
  expect(namesContact({ join: "all", items: [{ field: "email", how: "present" }] })).toBe(false);
});
