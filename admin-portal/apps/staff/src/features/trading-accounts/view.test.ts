import { describe, expect, it } from "vitest";
import { amount } from "../../app/format.ts";
import { leverageFor } from "./ProductFields.tsx";
import { sampleProduct } from "./sampleAccount.ts";
import { filterOf, isFiltered, parseAccountView } from "./view.ts";

describe("which accounts are shown", () => {
  it("is read from the address; what is not understood is left out", () => {
    expect(parseAccountView({ login: 500123, money: "LIVE", server: "tsr_1", archived: "yes", x: 1 })).toEqual({
      login: "500123",
      money: "LIVE",
      server: "tsr_1",
    });
    expect(parseAccountView({ money: "PLAY", product: {}, archived: true })).toEqual({ archived: true });
  });

  it("is asked of the server, without what is empty", () => {
    expect(filterOf({ login: " 5 ", product: "apr_1", money: "DEMO", archived: true })).toEqual({
      login: "5",
      productId: "apr_1",
      environment: "DEMO",
      archived: true,
    });
    expect(filterOf({ login: " " })).toEqual({});
    expect([isFiltered({}), isFiltered({ archived: true }), isFiltered({ money: "LIVE" })]).toEqual([
      false,
      false,
      true,
    ]);
  });
});

describe("amounts and leverages", () => {
  it("groups digits and rounds nothing", () => {
    expect(amount("12345678901234567.89")).toBe("12,345,678,901,234,567.89");
    expect([amount("-0.50"), amount("7"), amount("1.12345678")]).toEqual(["-0.50", "7", "1.12345678"]);
  });

  it("keeps the leverage that a product offers, else takes the lowest", () => {
    expect(leverageFor(sampleProduct, 100)).toBe(100);
    expect(leverageFor(sampleProduct, 500)).toBe(30);
    expect(leverageFor(undefined, 100)).toBeUndefined();
  });
});
