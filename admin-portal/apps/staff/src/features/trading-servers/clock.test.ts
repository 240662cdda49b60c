import { describe, expect, it } from "vitest";
import { drift, milliseconds, zone } from "./clock.ts";

describe("a server's clock", () => {
  it("names its offset from UTC", () => {
    expect(zone(10_800)).toBe("UTC+03:00");
    expect(zone(-12_600)).toBe("UTC−03:30");
    expect(zone(0)).toBe("UTC+00:00");
  });

  it("says by how much it goes wrong, and nothing within a second", () => {
    expect([drift(null), drift(0), drift(-1)]).toEqual([undefined, undefined, undefined]);
    expect(drift(7)).toBe("7 s fast");
    expect(drift(-4)).toBe("4 s slow");
  });

  it("shows milliseconds in Latin digits", () => {
    expect(milliseconds(1204)).toBe("1,204 ms");
  });
});
