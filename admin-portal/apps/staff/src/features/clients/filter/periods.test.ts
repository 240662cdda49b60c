import { expect, test } from "vitest";
import { withinPeriod } from "./periods.ts";
import { toClientFilter } from "./tree.ts";

const at = (text: string, zone: string) => ({ now: Date.parse(text), zone });

test("today is the reader's day, not the machine's", () => {
  const late = at("2026-06-01T22:30:00Z", "Asia/Nicosia");
  expect(withinPeriod("today", late)).toEqual({
    from: "2026-06-01T21:00:00.000Z",
    before: "2026-06-02T21:00:00.000Z",
  });
  expect(withinPeriod("yesterday", late)).toEqual({
    from: "2026-05-31T21:00:00.000Z",
    before: "2026-06-01T21:00:00.000Z",
  });
});

test("a week keeps its midnights when clocks change", () => {
  const sunday = at("2026-10-27T12:00:00Z", "Europe/Madrid");
  expect(withinPeriod("last_week", sunday)).toEqual({
    from: "2026-10-20T22:00:00.000Z",
    before: "2026-10-27T23:00:00.000Z",
  });
  expect(withinPeriod("past", sunday)).toEqual({ before: "2026-10-27T12:00:00.000Z" });
});

test("a condition on a period is asked as a range", () => {
  const filter = toClientFilter({ field: "createdAt", period: "today", not: true }, at("2026-01-02T10:00:00Z", "UTC"));
  expect(filter).toEqual({
    not: { createdAt: { from: "2026-01-02T00:00:00.000Z", before: "2026-01-03T00:00:00.000Z" } },
  });
});
