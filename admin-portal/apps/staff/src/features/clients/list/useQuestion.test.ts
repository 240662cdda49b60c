import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Group } from "../filter/tree.ts";
import { plain } from "../views/parts.ts";

vi.mock("../../../app/preferences.ts", async (original) => ({ ...(await original<object>()), useZone: () => "UTC" }));
const { useQuestion } = await import("./useQuestion.ts");

const due = (period: "past" | "today"): Group => ({ join: "all", items: [{ field: "nextFollowUpAt", period }] });
const pass = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds));
const asked = (filter: Group | undefined) =>
  renderHook(({ of }) => useQuestion({}, { ...plain, filter: of }), { initialProps: { of: filter } });

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-12-01T22:58:30Z") }));
afterEach(() => void vi.useRealTimers());

test("what is over its time is asked for anew each minute, by the same list until the day is over", async () => {
  const { result } = asked(due("past"));
  expect(result.current.question.filter).toEqual({ nextFollowUpAt: { before: "2026-12-01T22:58:30.000Z" } });
  const lasting = JSON.stringify(result.current.lasting);
  await pass(60_000);
  expect(result.current.question.filter).toEqual({ nextFollowUpAt: { before: "2026-12-01T22:59:30.000Z" } });
  expect(JSON.stringify(result.current.lasting)).toBe(lasting);
  await pass(3_720_000);
  expect(JSON.stringify(result.current.lasting)).not.toBe(lasting);
});

test("what is asked of days, or of no time, is another question on another day at most", async () => {
  const today = asked(due("today"));
  const all = asked(undefined);
  const before = [today.result.current, all.result.current];
  await pass(600_000);
  expect([today.result.current, all.result.current]).toEqual(before);
  expect(today.result.current).toBe(before[0]);
  await pass(3_600_000);
  expect(JSON.stringify(today.result.current.lasting)).not.toBe(JSON.stringify(before[0]?.lasting));
  expect(JSON.stringify(all.result.current.lasting)).toBe(JSON.stringify(before[1]?.lasting));
});
