import { expect, it } from "vitest";
import { openSteps, parseImportView, stepOf } from "./view.ts";

it("an address says which step, and nothing else", () => {
  expect(parseImportView({ step: "owners", other: "x" })).toEqual({ step: "owners" });
  expect(parseImportView({ step: "somewhere" })).toEqual({});
});

it("only what can be done now is open", () => {
  expect(openSteps("UPLOADING")).toEqual(["file"]);
  expect(openSteps("CHECKED")).toHaveLength(6);
  expect(openSteps("COMMITTED")).toEqual(["import"]);
});

it("one goes on where one left", () => {
  expect(stepOf("MAPPING", undefined, undefined)).toBe("columns");
  expect(stepOf("MAPPING", undefined, "owners")).toBe("owners");
  expect(stepOf("MAPPING", "duplicates", "owners")).toBe("duplicates");
  expect(stepOf("CHECKED", undefined, undefined)).toBe("mistakes");
  expect(stepOf("READING", "owners", "owners")).toBe("file");
  expect(stepOf("COMMITTING", "columns", "columns")).toBe("import");
});
