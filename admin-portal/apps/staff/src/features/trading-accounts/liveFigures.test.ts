import { describe, expect, it } from "vitest";
import { sampleAccount } from "./sampleAccount.ts";
import { newest } from "./useLiveFigures.ts";

const at = (asOf: string, equity: string) => {
  const { figures } = sampleAccount;
  return { ...sampleAccount, figures: figures ? { ...figures, asOf, equity } : null };
};

describe("an account's figures", () => {
  it("are the newest of those that were read and those that were pushed", () => {
    const read = at("2026-11-28T08:00:00Z", "100.00");
    const pushed = at("2026-11-28T08:00:05Z", "105.00");
    expect(newest(read, undefined)).toBe(read);
    expect(newest(read, pushed).figures?.equity).toBe("105.00");
    expect(newest(pushed, read)).toBe(pushed);
    expect(newest({ ...read, figures: null }, pushed).figures?.equity).toBe("105.00");
    expect(newest(read, { ...pushed, figures: null })).toBe(read);
  });

  it("are as their feed was last pushed to be, although the figures are the same", () => {
    const read = at("2026-11-28T08:00:00Z", "100.00");
    expect(newest(read, { ...read, feedState: "DOWN" }).feedState).toBe("DOWN");
    const later = at("2026-11-28T08:00:01Z", "101.00");
    expect(newest(later, { ...read, feedState: "DOWN" }).feedState).toBe("FRESH");
  });
});
