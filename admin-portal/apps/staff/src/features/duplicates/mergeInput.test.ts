import { expect, test } from "vitest";
import { differing, mergeInput, stays } from "./mergeInput.ts";
import { samplePreview } from "./samplePreview.ts";

test("what is chosen travels only where it differs from the rule", () => {
  expect(mergeInput(samplePreview, { NAME: "cli_2", COUNTRY: "cli_1" }, "  The same person twice ")).toEqual({
    kept: { id: "cli_1", version: 3 },
    others: [{ id: "cli_2", version: 5 }],
    choices: [{ field: "NAME", fromId: "cli_2" }],
    reason: "The same person twice",
  });
});

test("a field with a rule stays with the rule, whatever was chosen", () => {
  const stage = samplePreview.fields.find(({ field }) => field === "STAGE");
  expect(stage && stays(stage, { STAGE: "cli_1" })).toBe("cli_2");
});

test("only fields that differ are looked at", () => {
  expect(differing(samplePreview).map(({ field }) => field)).toEqual(["NAME", "STAGE"]);
});
