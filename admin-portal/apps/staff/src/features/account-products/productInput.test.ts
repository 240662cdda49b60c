import { describe, expect, it } from "vitest";
import { sampleProduct } from "../trading-accounts/sampleAccount.ts";
import {
  addInput,
  type CurrencyDraft,
  draftOf,
  editInput,
  emptyProduct,
  isFilledIn,
  leveragesOf,
  withNewCurrency,
} from "./productInput.ts";

const row = (group: string, minimumDeposit = ""): CurrencyDraft => ({ key: group, group, minimumDeposit });

describe("a product in the form", () => {
  it("takes leverages as people write them", () => {
    expect(leveragesOf("200, 1:30 100;30")).toEqual([30, 100, 200]);
    for (const none of ["", "x", "1:", "-5", "30.5"]) expect(leveragesOf(none)).toBeUndefined();
  });

  it("is sent whole when it is new, without an empty minimum", () => {
    const currencies = [row(" real\\pro "), row("real\\pro-eur", "250.00")];
    const draft = { ...emptyProduct, serverId: "tsr_1", name: " Pro ", currencies, leverages: "50" };
    expect(isFilledIn(draft)).toBe(true);
    expect(addInput(draft)).toEqual({
      serverId: "tsr_1",
      name: "Pro",
      currencies: [{ group: "real\\pro" }, { group: "real\\pro-eur", minimumDeposit: "250.00" }],
      leverages: [50],
    });
    expect(isFilledIn({ ...draft, currencies: withNewCurrency(currencies) })).toBe(false);
    expect(isFilledIn({ ...draft, serverId: null })).toBe(false);
    expect(isFilledIn({ ...draft, leverages: "" })).toBe(false);
  });

  it("numbers its new rows apart, whichever was removed", () => {
    const keys = (rows: readonly CurrencyDraft[]) => rows.map(({ key }) => key);
    const three = withNewCurrency(withNewCurrency(emptyProduct.currencies));
    expect(keys(three)).toEqual(["new 1", "new 2", "new 3"]);
    expect(keys(withNewCurrency(three.slice(1)))).toEqual(["new 2", "new 3", "new 1"]);
  });

  it("sends only what changed, the currencies whole, and no minimum as none", () => {
    const as = draftOf(sampleProduct);
    expect(editInput(sampleProduct.id, { version: sampleProduct.version, values: draftOf(sampleProduct) }, as)).toEqual(
      { id: "apr_1", version: 1 },
    );
    const written = { ...as, currencies: as.currencies.map((each) => ({ ...each, group: ` ${each.group}` })) };
    expect(editInput("apr_1", { version: 1, values: as }, written)).toEqual({ id: "apr_1", version: 1 });
    const currencies = [row("real\\standard", "0.00"), row("real\\standard-eur", "50")];
    const other = { ...as, leverages: "30, 100", currencies, active: false };
    expect(
      editInput(sampleProduct.id, { version: sampleProduct.version, values: draftOf(sampleProduct) }, other),
    ).toEqual({
      id: "apr_1",
      version: 1,
      currencies: [{ group: "real\\standard" }, { group: "real\\standard-eur", minimumDeposit: "50" }],
      leverages: [30, 100],
      active: false,
    });
  });
});
