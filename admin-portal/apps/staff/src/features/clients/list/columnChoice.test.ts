import { expect, test } from "vitest";
import { moveColumn, parseChoice, showColumn, usualColumns } from "./columnChoice.ts";

test("a stored choice comes back, without columns that are gone and with those that are new", () => {
  const stored = { order: ["phone", "balance", "name"], hidden: ["phone"], widths: { name: 240 } };
  const choice = parseChoice(JSON.stringify(stored));
  expect(choice.order.slice(0, 2)).toEqual(["phone", "name"]);
  expect(choice.order).toHaveLength(usualColumns.order.length);
  expect(choice.hidden).toContain("phone");
  expect(choice.hidden).toContain("tags");
  expect(choice.widths).toEqual({ name: 240 });
});

test("a broken choice is as usual", () => {
  expect(parseChoice("{")).toEqual(usualColumns);
  expect(parseChoice('{"order":1}')).toEqual(usualColumns);
  expect(parseChoice(undefined)).toEqual(usualColumns);
});

test("columns move by one place and stop at the ends", () => {
  const moved = moveColumn(usualColumns, "number", -1);
  expect(moved.order.slice(0, 2)).toEqual(["number", "name"]);
  expect(moveColumn(moved, "number", -1)).toBe(moved);
});

test("columns are shown and hidden", () => {
  const shown = showColumn(usualColumns, "tags", true);
  expect(shown.hidden).not.toContain("tags");
  expect(showColumn(shown, "tags", false).hidden).toContain("tags");
});
