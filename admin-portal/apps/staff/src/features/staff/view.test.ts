import { describe, expect, it } from "vitest";
import { matchesView, parseStaffView } from "./view.ts";

const ana = {
  name: "Ana María Ruiz",
  email: { display: "ana@atlas.example" },
  status: "ACTIVE" as const,
  team: { id: "tea_1" },
  roles: [{ id: "rol_1" }],
};

describe("the staff list's address", () => {
  it("is read, and what it does not understand is left out", () => {
    expect(parseStaffView({ q: "ana", status: "ACTIVE", role: "rol_1", team: "tea_1" })).toEqual({
      q: "ana",
      status: "ACTIVE",
      role: "rol_1",
      team: "tea_1",
    });
    expect(parseStaffView({ q: "", status: "GONE", role: {}, team: null })).toEqual({});
  });

  it("finds by word beginnings and by the e-mail that is shown", () => {
    expect(matchesView(ana, { q: "ru an" })).toBe(true);
    expect(matchesView(ana, { q: "uiz" })).toBe(false);
    expect(matchesView(ana, { q: "atlas" })).toBe(true);
    expect(matchesView({ ...ana, email: { display: null } }, { q: "atlas" })).toBe(false);
  });

  it("every part narrows", () => {
    expect(matchesView(ana, { role: "rol_1", team: "tea_1", status: "ACTIVE" })).toBe(true);
    expect(matchesView(ana, { role: "rol_2" })).toBe(false);
    expect(matchesView(ana, { team: "tea_2" })).toBe(false);
    expect(matchesView(ana, { status: "INVITED" })).toBe(false);
  });
});
