import { expect, it } from "vitest";
import { sampleImport, sampleRow } from "../sampleImport.ts";
import { mistakeAt, moved, nextMistake, rowMistake, sameMistakes } from "./gridModel.ts";

const columns = sampleImport.columns.filter(({ field }) => field !== null);
const [name, email] = columns;
const rows = [
  sampleRow(2, ["Olga", "olga(at)example.com", "1"]),
  sampleRow(3, ["Omar", "omar@example.com", "2"], []),
  sampleRow(4, ["Lucía", "olga(at)example.com", "3"]),
];

it("mistakes are walked in reading order, both ways, and end", () => {
  expect(nextMistake(rows, columns, { row: 0, column: -1 }, 1)).toEqual({ row: 0, column: 1 });
  expect(nextMistake(rows, columns, { row: 0, column: 1 }, 1)).toEqual({ row: 2, column: 1 });
  expect(nextMistake(rows, columns, { row: 2, column: 1 }, 1)).toBeUndefined();
  expect(nextMistake(rows, columns, { row: 2, column: 1 }, -1)).toEqual({ row: 0, column: 1 });
});

it("a warning keeps no row back, and a mistake of the whole row has no column", () => {
  const [problem] = rows[0]?.problems ?? [];
  if (!problem) throw new Error("the sample has a problem");
  expect(mistakeAt(rows[0], email)).toBe(problem);
  expect(mistakeAt(rows[0], name)).toBeUndefined();
  expect(mistakeAt(sampleRow(5, ["a", "b", "c"], [{ ...problem, severity: "WARNING" }]), email)).toBeUndefined();
  const whole = { ...problem, column: null };
  expect(rowMistake(sampleRow(5, ["a", "b", "c"], [whole]))).toBe(whole);
});

it("the same wrong text is found in other rows; masked ones are not compared (MASK)", () => {
  if (!email) throw new Error("the sample has an e-mail column");
  expect(sameMistakes(rows, email, "olga(at)example.com").map(({ row }) => row)).toEqual([2, 4]);
  const masked = rows.map((row) => ({ ...row, cells: (row.cells ?? []).map((cell) => ({ ...cell, masked: true })) }));
  expect(sameMistakes(masked, email, "olga(at)example.com")).toEqual([]);
});

it("keys stay inside the grid", () => {
  expect(moved("ArrowUp", { row: 0, column: 1 }, 3, 3, 2)).toEqual({ row: 0, column: 1 });
  expect(moved("PageDown", { row: 0, column: 1 }, 3, 3, 20)).toEqual({ row: 2, column: 1 });
  expect(moved("End", { row: 0, column: 0 }, 3, 3, 2)).toEqual({ row: 0, column: 2 });
  expect(moved("x", { row: 0, column: 0 }, 3, 3, 2)).toBeUndefined();
});

it("left and right follow the reading direction", () => {
  expect(moved("ArrowLeft", { row: 0, column: 1 }, 3, 3, 2, true)).toEqual({ row: 0, column: 2 });
  expect(moved("ArrowRight", { row: 0, column: 1 }, 3, 3, 2, true)).toEqual({ row: 0, column: 0 });
  expect(moved("ArrowRight", { row: 0, column: 1 }, 3, 3, 2)).toEqual({ row: 0, column: 2 });
});
