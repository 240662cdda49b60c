import { expect, it } from "vitest";
import { after, itemsOf } from "./items.ts";

const now = Date.parse("2026-11-28T15:00:00Z");
const end = Date.parse("2026-11-28T23:00:00Z");
const task = (id: string, dueAt: string) => ({ node: { id, dueAt }, client: { id: `c-${id}` } }) as never;

it("is worked off overdue first, then today, then fresh leads, then later", () => {
  const tasks = [
    task("a", "2026-11-27T10:00:00Z"),
    task("b", "2026-11-28T16:00:00Z"),
    task("c", "2026-11-29T10:00:00Z"),
  ];
  const items = itemsOf({ tasks, fresh: [{ node: { id: "lead" } as never }] }, now, end);
  expect(items.map(({ key, part }) => `${key} ${part}`)).toEqual(["a overdue", "b today", "lead fresh", "c later"]);
  expect(after(items, "b")?.key).toBe("lead");
  expect(after(items, "c")).toBeUndefined();
  expect(after(items, "gone")?.key).toBe("a");
});
