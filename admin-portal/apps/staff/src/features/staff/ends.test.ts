import { describe, expect, it } from "vitest";
import { endInputs, endsOf, lastDay } from "./ends.ts";

describe("until when a role holds", () => {
  it("is read as its last day in the viewer's zone", () => {
    expect(lastDay("2026-12-01T00:00:00Z", "UTC")).toBe("2026-11-30");
    expect(lastDay("2026-12-01T00:00:00Z", "Asia/Tokyo")).toBe("2026-12-01");
    expect(endsOf([{ id: "rol_a" }, { id: "rol_b", until: "2026-12-01T00:00:00Z" }], "UTC")).toEqual({
      rol_a: "",
      rol_b: "2026-11-30",
    });
  });

  it("sends what was changed of roles that stay, and the last day is included", () => {
    const before = { rol_a: "", rol_b: "2026-11-30" };
    const after = { rol_a: "2026-12-24", rol_b: "", rol_c: "2026-12-01" };
    expect(endInputs(before, before, ["rol_a", "rol_b"], "UTC")).toEqual([]);
    expect(endInputs(before, after, ["rol_a", "rol_b"], "UTC")).toEqual([
      { roleId: "rol_a", until: "2026-12-25T00:00:00.000Z" },
      { roleId: "rol_b", until: null },
    ]);
  });
});
