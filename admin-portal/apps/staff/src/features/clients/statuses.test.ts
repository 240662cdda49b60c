import { expect, it } from "vitest";
import { nextStatuses } from "./statuses.ts";

const status = (id: string, position: number, more = {}) => ({
  id,
  position,
  retired: false,
  anyNext: true,
  nextIds: [] as string[],
  ...more,
});

it("offers what may follow, in order, and never what is retired", () => {
  const all = [
    status("won", 3),
    status("new", 1, { anyNext: false, nextIds: ["working", "old"] }),
    status("working", 2),
    status("old", 4, { retired: true }),
  ];
  const ids = (present: string | undefined) => nextStatuses(all, present).map(({ id }) => id);
  expect(ids("new")).toEqual(["new", "working"]);
  expect(ids("working")).toEqual(["new", "working", "won"]);
  expect(ids("old")).toEqual(["new", "working", "won", "old"]);
  expect(ids(undefined)).toEqual(["new", "working", "won"]);
});
