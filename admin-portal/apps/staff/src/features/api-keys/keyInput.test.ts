import { describe, expect, it } from "vitest";
import { curlExample, curlListExample, endOf, networksOf } from "./keyInput.ts";

describe("a new key", () => {
  it("ends after its days, or not by itself", () => {
    const now = Date.parse("2026-11-22T12:00:00Z");
    expect(endOf("30", now)).toBe("2026-12-22T12:00:00.000Z");
    expect(endOf("none", now)).toBeNull();
  });

  it("takes networks by line, comma or space, each once", () => {
    expect(networksOf("203.0.113.7\n203.0.113.0/24, 2001:db8::/48 ; 203.0.113.7\n")).toEqual([
      "203.0.113.7",
      "203.0.113.0/24",
      "2001:db8::/48",
    ]);
    expect(networksOf(" \n ")).toEqual([]);
  });

  it("shows a call that can be pasted", () => {
    const call = curlExample("https://api.atlas.example", "bd_live_sk_x", "8e03978e");
    expect(call).toContain("curl https://api.atlas.example/v1/clients");
    expect(call).toContain("Authorization: Bearer bd_live_sk_x");
    expect(
      call
        .split("\n")
        .slice(0, -1)
        .every((line) => line.endsWith("\\")),
    ).toBe(true);
    expect(JSON.parse(call.match(/-d '(.*)'$/)?.[1] ?? "")).toHaveProperty("email");
    expect(curlListExample("https://api.atlas.example", "s")).not.toContain("-d");
  });
});
