import { expect, it } from "vitest";
import {
  becoming,
  changeColumn,
  type FieldInfo,
  filledBy,
  gapOf,
  mapInput,
  mappingOf,
  ownerGapOf,
  rulesFor,
  sharesOf,
} from "./mapping.ts";
import { sampleImport } from "./sampleImport.ts";

const info = (field: FieldInfo["field"], mayFill: boolean, mayOverwrite: boolean): FieldInfo => ({
  __typename: "ImportFieldInfo",
  field,
  customField: null,
  maxLength: 100,
  mayFill,
  mayOverwrite,
});
const mapping = mappingOf(sampleImport);
const people = ["a", "b"].map((id) => ({ id, name: id }));

it("columns that become nothing are not sent, and an assignment only with what it needs", () => {
  const input = mapInput("imp_1", 7, { ...mapping, assignment: { mode: "ROUND_ROBIN", owners: people, team: null } });
  expect(input).toMatchObject({ id: "imp_1", version: 7, headerRow: 1, onMatch: "SKIP", matchBy: ["EMAIL"] });
  expect(input.columns.map(({ index, field }) => [index, field])).toEqual([
    [0, "FULL_NAME"],
    [1, "EMAIL"],
    [2, "PHONE"],
  ]);
  expect(input.assignment).toEqual({ mode: "ROUND_ROBIN", ownerIds: ["a", "b"] });
  const toTeam = { mode: "TEAM" as const, owners: people, team: { id: "t", name: "Team" } };
  expect(mapInput("imp_1", 7, { ...mapping, assignment: toTeam }).assignment).toEqual({ mode: "TEAM", teamId: "t" });
});

it("what a list may do to a client who is there follows the role; identifying fields are never overwritten (IMPT-07)", () => {
  expect(rulesFor(info("SOURCE", true, true))).toEqual(["KEEP", "ONLY_IF_BLANK", "OVERWRITE"]);
  expect(rulesFor(info("SOURCE", true, false))).toEqual(["KEEP", "ONLY_IF_BLANK"]);
  expect(rulesFor(info("EMAIL", true, true))).toEqual(["KEEP", "ONLY_IF_BLANK"]);
  expect(rulesFor(undefined)).toEqual(["KEEP"]);
  expect(rulesFor(info("SOURCE", false, false), false)).toEqual(["KEEP", "ONLY_IF_BLANK", "OVERWRITE"]);
  expect(rulesFor(info("PHONE", false, false), false)).toEqual(["KEEP", "ONLY_IF_BLANK"]);
});

it("says what is still missing", () => {
  expect(gapOf(mapping)).toBeUndefined();
  const without = (fields: string[]) => ({
    ...mapping,
    columns: mapping.columns.map((each) => (fields.includes(each.field ?? "") ? { ...each, field: null } : each)),
  });
  expect(gapOf(without(["FULL_NAME", "EMAIL", "PHONE"]))).toBe("no column");
  expect(gapOf(without(["FULL_NAME"]))).toBe("no name");
  const assigned = (mode: "AGENT" | "ROUND_ROBIN" | "TEAM", count: number) =>
    ownerGapOf({ ...mapping, assignment: { mode, owners: people.slice(0, count), team: null } });
  expect(assigned("AGENT", 0)).toBe("no owner");
  expect(assigned("AGENT", 1)).toBeUndefined();
  expect(assigned("ROUND_ROBIN", 1)).toBe("no owner");
  expect(assigned("ROUND_ROBIN", 2)).toBeUndefined();
  expect(assigned("TEAM", 2)).toBe("no team");
});

it("a field is filled by a column or by a value for all rows", () => {
  const constants = [{ field: "SOURCE" as const, customFieldId: null, value: "Webinar", rule: "KEEP" as const }];
  expect(filledBy(mapping, "EMAIL")).toMatchObject({ index: 1 });
  expect(filledBy({ ...mapping, constants }, "SOURCE")).toMatchObject({ value: "Webinar" });
  expect(filledBy(mapping, "SOURCE")).toBeUndefined();
});

it("a column becomes one of the broker's own fields by its id, and nothing else", () => {
  const changed = { ...mapping, ...changeColumn(mapping, 3, becoming("fld_tier")) };
  const constants = [{ ...becoming("fld_desk"), value: "One", rule: "KEEP" as const }];
  const input = mapInput("imp_1", 7, { ...changed, constants });
  expect(input.columns[3]).toMatchObject({ index: 3, field: null, customFieldId: "fld_tier" });
  expect(input.constants).toEqual([{ field: null, customFieldId: "fld_desk", value: "One", rule: "KEEP" }]);
  expect(filledBy(changed, "fld_tier")).toMatchObject({ index: 3 });
  expect(becoming("EMAIL")).toEqual({ field: "EMAIL", customFieldId: null });
  expect(becoming(null)).toEqual({ field: null, customFieldId: null });
});

it("in turn means that nobody gets more than one above the others", () => {
  expect(sharesOf(10, 3)).toEqual([4, 3, 3]);
  expect(sharesOf(2, 3)).toEqual([1, 1, 0]);
});
