import { act, renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { useJoinedPages } from "./useJoinedPages.ts";

it("a page begins where the one before it ends, whatever was read again", () => {
  const { result } = renderHook(() => useJoinedPages());
  const { more, ends } = result.current;
  act(() => more("b"));
  act(() => more("c"));
  expect(result.current.cursors).toEqual([null, "b", "c"]);
  const before = result.current.cursors;
  act(() => ends(0, "b"));
  expect(result.current.cursors).toBe(before);
  act(() => ends(0, "a"));
  expect(result.current.cursors).toEqual([null, "a", "c"]);
  act(() => ends(2, "d"));
  expect(result.current.cursors).toEqual([null, "a", "c"]);
  act(() => ends(0, undefined));
  expect(result.current.cursors).toEqual([null]);
});
