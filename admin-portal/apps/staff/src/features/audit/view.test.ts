import { describe, expect, it } from "vitest";
import { startOfDay } from "../../app/days.ts";
import { listChange } from "./changes.ts";
import { auditFilter, parseActions, parseAuditView, writeActions } from "./view.ts";

describe("the audit filter in an address", () => {
  const whole = {
    actor: "stf_01abc",
    target: "cli_01abc",
    action: "role.changed,api_key.rolled",
    refused: "yes",
    from: "2026-11-01",
    to: "2026-11-22",
  } as const;

  it("reads what it wrote", () => {
    expect(parseAuditView(whole)).toEqual(whole);
    expect(parseAuditView({})).toEqual({});
    expect(writeActions(parseActions(whole.action))).toBe(whole.action);
    expect(writeActions([])).toBeUndefined();
  });

  it("leaves out what it does not understand, and never throws", () => {
    const strange = {
      actor: "a b",
      target: 7,
      action: "role.changed,<script>,role.changed,",
      refused: true,
      from: "2026-02-30",
      to: "soon",
      other: "x",
    };
    expect(parseAuditView(strange)).toEqual({ action: "role.changed" });
  });

  it("a last day before the first is left out", () => {
    expect(parseAuditView({ from: "2026-11-22", to: "2026-11-01" })).toEqual({ from: "2026-11-22" });
  });

  it("asks the server for whole days of the reader's zone, the last one included", () => {
    expect(auditFilter(parseAuditView(whole), "Europe/Madrid")).toEqual({
      actorId: "stf_01abc",
      targetId: "cli_01abc",
      actions: ["role.changed", "api_key.rolled"],
      refused: true,
      from: "2026-10-31T23:00:00.000Z",
      before: "2026-11-22T23:00:00.000Z",
    });
    expect(auditFilter({ refused: "no" }, "UTC")).toEqual({ refused: false });
    expect(auditFilter({}, "UTC")).toEqual({});
  });
});

describe("the start of a day", () => {
  it.each([
    ["2026-03-29", "Europe/Madrid", "2026-03-28T23:00:00.000Z"],
    ["2026-03-30", "Europe/Madrid", "2026-03-29T22:00:00.000Z"],
    ["2026-10-26", "Europe/Madrid", "2026-10-25T23:00:00.000Z"],
    ["2026-11-22", "Asia/Kathmandu", "2026-11-21T18:15:00.000Z"],
    ["2026-11-22", "Pacific/Auckland", "2026-11-21T11:00:00.000Z"],
    ["2026-11-22", "America/Los_Angeles", "2026-11-22T08:00:00.000Z"],
  ])("%s in %s", (day, zone, at) => {
    expect(startOfDay(day, zone)).toBe(at);
  });
});

describe("rights before and after", () => {
  it("names what left and what came", () => {
    expect(listChange("client.view (own); note.write (own)", "client.view (team); note.write (own)")).toEqual({
      gone: ["client.view (own)"],
      come: ["client.view (team)"],
      kept: 1,
    });
    expect(listChange(null, "audit.view")).toEqual({ gone: [], come: ["audit.view"], kept: 0 });
  });
});
