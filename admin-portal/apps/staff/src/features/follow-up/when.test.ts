import { describe, expect, it } from "vitest";
import { instantOf, parseWhen } from "./when.ts";

// a Saturday, 16:00 in Madrid
const now = new Date("2026-11-28T15:00:00Z");
const madrid = (typed: string, at = now) => parseWhen(typed, at, "Europe/Madrid")?.toISOString();

describe("what somebody types as a time", () => {
  it.each([
    ["tomorrow 15:00", "2026-11-29T14:00:00.000Z"],
    ["Tomorrow at 3pm", "2026-11-29T14:00:00.000Z"],
    ["tomorrow", "2026-11-29T08:00:00.000Z"],
    ["in 2 hours", "2026-11-28T17:00:00.000Z"],
    ["2h", "2026-11-28T17:00:00.000Z"],
    ["in 30 min", "2026-11-28T15:30:00.000Z"],
    ["in 3 days", "2026-12-01T15:00:00.000Z"],
    ["in 1 week", "2026-12-05T15:00:00.000Z"],
    ["mon 9:30", "2026-11-30T08:30:00.000Z"],
    ["monday 9.30", "2026-11-30T08:30:00.000Z"],
    ["next tue", "2026-12-01T08:00:00.000Z"],
    ["sat 10:00", "2026-12-05T09:00:00.000Z"],
    ["wednesday 12 am", "2026-12-01T23:00:00.000Z"],
    ["17:30", "2026-11-28T16:30:00.000Z"],
    ["9:30", "2026-11-29T08:30:00.000Z"],
    ["at 18", "2026-11-28T17:00:00.000Z"],
    ["24.12. 10:00", "2026-12-24T09:00:00.000Z"],
    ["3/2", "2027-02-03T08:00:00.000Z"],
    ["2026-12-24 10:00", "2026-12-24T09:00:00.000Z"],
    ["today 23:15", "2026-11-28T22:15:00.000Z"],
    ["غدًا 15:00", "2026-11-29T14:00:00.000Z"],
    ["الاثنين ٩:٣٠", "2026-11-30T08:30:00.000Z"],
    ["بعد 3 أيام", "2026-12-01T15:00:00.000Z"],
    ["الإثنين الساعة 9", "2026-11-30T08:00:00.000Z"],
  ])("%s", (typed, instant) => {
    expect(madrid(typed)).toBe(instant);
  });

  it.each([
    "",
    "soon",
    "today 9:00",
    "2026-11-01 10:00",
    "31.2. 10:00",
    "25:00",
    "13 pm",
    "5",
    "tomorrow 15:00 maybe",
    "in 0 hours",
    "2025-01-01",
    "mon tue",
  ])("nothing: %s", (typed) => {
    expect(madrid(typed)).toBeUndefined();
  });

  it("reads the zone of the person, not of the computer", () => {
    expect(parseWhen("tomorrow 9:00", now, "Asia/Dubai")?.toISOString()).toBe("2026-11-29T05:00:00.000Z");
    expect(parseWhen("tomorrow 9:00", now, "America/New_York")?.toISOString()).toBe("2026-11-29T14:00:00.000Z");
  });

  it("keeps the hour by the clock where the clocks change", () => {
    const evening = new Date("2027-03-27T19:00:00Z");
    expect(madrid("tomorrow 20:00", evening)).toBe("2027-03-28T18:00:00.000Z");
    expect(madrid("in 1 day", evening)).toBe("2027-03-28T18:00:00.000Z");
    const wall = { year: 2027, month: 3, day: 28, hour: 2, minute: 30 };
    expect(instantOf(wall, "Europe/Madrid").toISOString(), "left out in spring").toBe("2027-03-28T01:30:00.000Z");
    const twice = { year: 2026, month: 10, day: 25, hour: 2, minute: 30 };
    expect(instantOf(twice, "Europe/Madrid").toISOString(), "the first of two").toBe("2026-10-25T00:30:00.000Z");
  });
});
