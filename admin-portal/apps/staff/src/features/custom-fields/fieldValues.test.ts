import { expect, it } from "vitest";
import { differences, merged, theirsAtFirst } from "../common/conflict.ts";
import { draftOf, type FieldDraft, valuesOf } from "./fieldValues.ts";

const gold = { id: "chc_1", label: "Gold", retired: false };
const silver = { id: "chc_2", label: "Silver", retired: false };
const field = (...choices: FieldDraft["choices"]): FieldDraft => ({ label: "Tier", required: false, choices });

it("a field comes back from its parts as it was, without choices that were never named", () => {
  const draft = field(silver, { label: "Bronze", retired: false }, gold);
  expect(draftOf(valuesOf(draft))).toEqual(draft);
  expect(draftOf(valuesOf(field(gold, { label: " ", retired: false })))).toEqual(field(gold));
});

it("choices that both added are kept, and no order is asked for them", () => {
  const opened = valuesOf(field(gold, silver));
  const mine = valuesOf(field(gold, silver, { label: "Bronze", retired: false }));
  const iron = { id: "chc_3", label: "Iron", retired: false };
  const theirs = valuesOf(field(gold, silver, iron));
  expect(differences(opened, mine, theirs).some(({ both }) => both)).toBe(false);
  const kept = draftOf(merged(mine, theirs, theirsAtFirst(opened, mine, theirs)));
  expect(kept.choices.map(({ label }) => label)).toEqual(["Gold", "Silver", "Iron", "Bronze"]);
});

it("an order that is mine leaves no choice of a colleague out", () => {
  const opened = valuesOf(field(gold, silver));
  const mine = valuesOf(field(silver, gold));
  const theirs = valuesOf(field(gold, { ...silver, retired: true }, { id: "chc_3", label: "Iron", retired: false }));
  expect(
    differences(opened, mine, theirs)
      .filter(({ both }) => both)
      .map((each) => each.field),
  ).toEqual(["order"]);
  const kept = draftOf(merged(mine, theirs, theirsAtFirst(opened, mine, theirs)));
  expect(kept.choices).toEqual([{ ...silver, retired: true }, gold, { id: "chc_3", label: "Iron", retired: false }]);
});
