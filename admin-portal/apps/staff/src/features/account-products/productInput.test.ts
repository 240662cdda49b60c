import { describe, expect, it } from "vitest";
import { sampleProduct } from "../trading-accounts/sampleAccount.ts";
import { addInput, draftOf, editInput, emptyProduct, isFilledIn, leveragesOf } from "./productInput.ts";

describe("a product in the form", () => {
  it("takes leverages as people write them", () => {
    expect(leveragesOf("200, 1:30 100;30")).toEqual([30, 100, 200]);
    for (const none of ["", "x", "1:", "-5", "30.5"]) expect(leveragesOf(none)).toBeUndefined();
  });

  it("is sent whole when it is new, without an empty minimum", () => {
    const draft = { ...emptyProduct, serverId: "tsr_1", name: " Pro ", group: "real\\pro", leverages: "50" };
    expect(isFilledIn(draft)).toBe(true);
    expect(addInput(draft)).toEqual({ serverId: "tsr_1", name: "Pro", group: "real\\pro", leverages: [50] });
    expect(isFilledIn({ ...draft, serverId: null })).toBe(false);
    expect(isFilledIn({ ...draft, leverages: "" })).toBe(false);
  });

  it("sends only what changed, and no minimum as zero", () => {
    const as = draftOf(sampleProduct);
    expect(editInput(sampleProduct.id, { version: sampleProduct.version, values: draftOf(sampleProduct) }, as)).toEqual(
      { id: "apr_1", version: 1 },
    );
    const other = { ...as, leverages: "30, 100", minimumDeposit: "", active: false };
    expect(
      editInput(sampleProduct.id, { version: sampleProduct.version, values: draftOf(sampleProduct) }, other),
    ).toEqual({
      id: "apr_1",
      version: 1,
      leverages: [30, 100],
      minimumDeposit: "0",
      active: false,
    });
  });
});
