import { act, renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import { useTicks } from "./useTicks.ts";

const rowsOf = (ids: string) => [...ids].map((id) => ({ id }));

function list(ids: string) {
  const { result, rerender } = renderHook(({ rows, loading, asking }) => useTicks(rows, loading, asking), {
    initialProps: { rows: rowsOf(ids), loading: false, asking: "one" },
  });
  return {
    ticks: () => result.current,
    ticked: () => [...result.current.selected].join(""),
    tick: (id: string, range = false) => act(() => result.current.toggle(id, range)),
    shows: (shown: string, loading = false, asking = "one") => rerender({ rows: rowsOf(shown), loading, asking }),
  };
}

test("who left the list, or stands in a page that was dropped, is ticked no more, and does not come back ticked", () => {
  const { tick, ticked, shows } = list("abcd");
  tick("a");
  tick("d", true);
  expect(ticked()).toBe("abcd");
  shows("acd");
  expect(ticked()).toBe("acd");
  shows("ac");
  expect(ticked()).toBe("ac");
  shows("abcdef");
  expect(ticked()).toBe("ac");
  shows("");
  expect(ticked()).toBe("");
});

test("ticks stay while pages load, and while the list is read in another order, where their rows are in it", () => {
  const { tick, ticked, shows } = list("abcd");
  tick("b");
  tick("d");
  shows("abcdefgh");
  expect(ticked()).toBe("bd");
  shows("", true);
  expect(ticked()).toBe("bd");
  shows("hgfed");
  expect(ticked()).toBe("d");
});

test("where all that match are chosen every row is ticked, also those that come, until one is unticked", () => {
  const { ticks, tick, ticked, shows } = list("abc");
  act(() => ticks().chooseAll());
  expect([ticks().all, ticked()]).toEqual([true, "abc"]);
  shows("abx");
  expect([ticks().all, ticked()]).toEqual([true, "abx"]);
  tick("b");
  expect([ticks().all, ticked()]).toEqual([false, "ax"]);
  act(() => ticks().chooseAll());
  act(() => ticks().choose(new Set()));
  expect([ticks().all, ticked()]).toEqual([false, ""]);
});

test("another question begins with nothing ticked", () => {
  const { ticks, tick, ticked, shows } = list("abc");
  tick("a");
  act(() => ticks().chooseAll());
  shows("abc", false, "two");
  expect([ticks().all, ticked()]).toEqual([false, ""]);
});
