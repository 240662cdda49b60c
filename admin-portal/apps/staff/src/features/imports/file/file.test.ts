import { expect, it } from "vitest";
import { fileSize } from "../size.ts";
import { largest, largestWorkbook, lookAt, pastedTable } from "./file.ts";

it.each([
  ["leads.csv", 10, false],
  ["LEADS.XLSX", 10, false],
  ["leads.tsv", 10, false],
  ["leads.xls", 10, true],
  ["leads.zip", 10, true],
  ["leads.pdf", 10, true],
  ["csv", 10, true],
  ["leads.csv", 0, true],
  ["leads.csv", largest + 1, true],
  ["leads.csv", largestWorkbook + 1, false],
  ["leads.xlsx", largestWorkbook, false],
  ["leads.xlsx", largestWorkbook + 1, true],
])("%s of %i bytes", (name, size, refused) => {
  expect(lookAt({ name, size }).problem !== undefined).toBe(refused);
});

it("rows copied from a spreadsheet are a file; a sentence is none", async () => {
  const file = pastedTable("Name\tE-mail\nOlga\tolga@example.com\n");
  expect(file?.name).toBe("pasted rows.csv");
  expect(await file?.text()).toContain("olga@example.com");
  expect(pastedTable("Call her back tomorrow\nat three")).toBeUndefined();
  expect(pastedTable("one, two")).toBeUndefined();
});

it("sizes are counted in thousands", () => {
  expect([900, 12_400, 2_450_000, 200_000_000].map(fileSize)).toEqual(["900 byte", "12.4 kB", "2.5 MB", "200 MB"]);
});
