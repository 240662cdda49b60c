import { describe, expect, it } from "vitest";
import { actOf, emptyDraft, noStatus } from "./act.ts";

describe("an act on many clients", () => {
  it("is nothing until it is whole", () => {
    for (const kind of ["ASSIGN", "SALES_STATUS", "RETENTION_STATUS", "TAGS"] as const) {
      expect(actOf(kind, emptyDraft)).toBeUndefined();
    }
    expect(actOf("ASSIGN", { ...emptyDraft, to: "TEAM" })).toBeUndefined();
    expect(actOf("ARCHIVE", emptyDraft)).toEqual({ kind: "ARCHIVE" });
  });

  it("gives clients to people in their order, to a team, or to nobody", () => {
    const owners = [
      { id: "stf_2", name: "Tom" },
      { id: "stf_1", name: "Ana" },
    ];
    expect(actOf("ASSIGN", { ...emptyDraft, owners })).toEqual({ kind: "ASSIGN", ownerIds: ["stf_2", "stf_1"] });
    expect(actOf("ASSIGN", { ...emptyDraft, owners, to: "NOBODY" })).toEqual({ kind: "ASSIGN", ownerIds: [] });
    expect(actOf("ASSIGN", { ...emptyDraft, to: "TEAM", teamId: "tea_1" })).toEqual({
      kind: "ASSIGN",
      teamId: "tea_1",
    });
  });

  it("says who of several gets the next client, and nothing of it for one", () => {
    const [tom, ana] = [
      { id: "stf_2", name: "Tom" },
      { id: "stf_1", name: "Ana" },
    ];
    const fewest = { ...emptyDraft, rule: "FEWEST_FIRST" as const };
    expect(actOf("ASSIGN", { ...fewest, owners: [tom, ana] })).toEqual({
      kind: "ASSIGN",
      ownerIds: ["stf_2", "stf_1"],
      rule: "FEWEST_FIRST",
    });
    expect(actOf("ASSIGN", { ...fewest, owners: [tom] })).toEqual({ kind: "ASSIGN", ownerIds: ["stf_2"] });
    expect(actOf("ASSIGN", { ...fewest, to: "TEAM", teamId: "tea_1" })).toEqual({
      kind: "ASSIGN",
      teamId: "tea_1",
      rule: "FEWEST_FIRST",
    });
  });

  it("takes a retention status away", () => {
    expect(actOf("RETENTION_STATUS", { ...emptyDraft, statusId: noStatus })).toEqual({
      kind: "RETENTION_STATUS",
      statusId: null,
    });
  });
});
