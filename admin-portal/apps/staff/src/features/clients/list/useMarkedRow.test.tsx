import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { act, renderHook } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { ClientRow } from "../documents.ts";

const keys = vi.hoisted(() => new Map<string, (() => void) | undefined>());
vi.mock("../../../app/shortcuts.tsx", () => ({
  useShortcut: (key: string, _: unknown, run: (() => void) | undefined) => void keys.set(key, run),
}));
const { useListKeys } = await import("./useListKeys.ts");
const { useMarkedRow } = await import("./useMarkedRow.ts");

const rowsOf = (ids: string) => [...ids].map((id) => ({ id }) as ClientRow);

/** A list under the keyboard; rows are named by single letters. */
function list(ids: string, openId?: string) {
  const open = vi.fn();
  const toggle = vi.fn();
  const nothing = () => undefined;
  const { result, rerender } = renderHook(
    ({ rows, opened }: { rows: ClientRow[]; opened: string | undefined }) => {
      const mark = useMarkedRow(rows, opened);
      const { active, activate } = mark;
      const rest = { close: nothing, focus: nothing, openId: opened, canCreate: false, onCreate: nothing };
      useListKeys({ rows, active, activate, open, toggle, ...rest });
      return { ...mark, row: rows[active]?.id };
    },
    {
      initialProps: { rows: rowsOf(ids), opened: openId },
      wrapper: ({ children }) => <I18nProvider i18n={i18n}>{children}</I18nProvider>,
    },
  );
  return {
    open,
    toggle,
    mark: () => result.current,
    activate: (to: number) => act(() => void result.current.activate(to)),
    press: (key: string) => act(() => keys.get(key)?.()),
    shows: (shown: string, opened?: string) => rerender({ rows: rowsOf(shown), opened }),
  };
}

test("the mark begins above the list and goes on row by row, to the first and the last", () => {
  const { mark, press, activate } = list("abc");
  expect(mark().row).toBeUndefined();
  press("k");
  expect(mark().row).toBe("a");
  press("j");
  press("j");
  press("j");
  expect(mark().row).toBe("c");
  activate(-20);
  expect(mark()).toMatchObject({ row: "a", active: 0, moves: 5 });
});

test("it stays with its client while others come, go and change places", () => {
  const { mark, activate, shows } = list("abc");
  activate(1);
  shows("xabc");
  expect(mark()).toMatchObject({ id: "b", active: 2, moves: 1 });
  shows("bc");
  expect(mark()).toMatchObject({ id: "b", active: 0, moves: 1 });
});

test("when its client is gone nothing is done with the one that took the place, until the reader moves", () => {
  const { mark, activate, shows, press, open, toggle } = list("abcd");
  activate(1);
  press("Enter");
  press("x");
  expect(open).toHaveBeenCalledTimes(1);
  expect(toggle).toHaveBeenCalledTimes(1);
  shows("acd");
  expect(mark().row).toBeUndefined();
  press("Enter");
  press("x");
  expect(open).toHaveBeenCalledTimes(1);
  expect(toggle).toHaveBeenCalledTimes(1);
  // drawn once more, nothing slides
  shows("acd");
  press("j");
  expect(mark().row).toBe("c");
  press("Enter");
  expect(open).toHaveBeenLastCalledWith({ id: "c" });
});

test("from the place of who is gone it goes on both ways, from the end too; who comes back is marked again", () => {
  const back = list("abcd");
  back.activate(1);
  back.shows("acd");
  back.press("k");
  expect(back.mark().row).toBe("a");
  const end = list("abcd");
  end.activate(3);
  end.shows("ab");
  expect(end.mark().row).toBeUndefined();
  end.press("j");
  expect(end.mark().row).toBe("b");
  const first = list("ab");
  first.activate(0);
  first.shows("b");
  expect(first.mark().row).toBeUndefined();
  first.shows("ab");
  expect(first.mark()).toMatchObject({ row: "a", moves: 1 });
});

test("the opened client is marked, and the keys open the one after it, or after the place where it was", () => {
  const { mark, shows, press, open } = list("", "b");
  expect(mark()).toMatchObject({ id: "b", moves: 1 });
  shows("abc", "b");
  expect(mark()).toMatchObject({ row: "b", moves: 1 });
  shows("ac", "b");
  press("]");
  expect(open).toHaveBeenLastCalledWith({ id: "c" });
  shows("ac", "c");
  shows("ac");
  expect(mark().row).toBe("c");
});

test("an opened client that is not in the list leaves no other marked", () => {
  const { mark, activate, shows, press, toggle } = list("abc");
  activate(1);
  shows("abc", "elsewhere");
  expect(mark().row).toBeUndefined();
  press("x");
  expect(toggle).not.toHaveBeenCalled();
});
