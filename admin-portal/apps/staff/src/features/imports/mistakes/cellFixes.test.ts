import { expect, it, vi } from "vitest";
import type { ImportRow } from "../documents.ts";
import { sampleRow } from "../sampleImport.ts";
import { type CellFix, CellFixes, mostAtOnce } from "./cellFixes.ts";

const cell = (row: number, value: string): CellFix => ({ row, column: 1, value });

function server() {
  const asked: (readonly CellFix[])[] = [];
  const answers: ((rows: readonly ImportRow[] | undefined) => void)[] = [];
  const send = (cells: readonly CellFix[]) => {
    asked.push(cells);
    return new Promise<readonly ImportRow[] | undefined>((resolve) => answers.push(resolve));
  };
  return { asked, send, answer: (rows: readonly ImportRow[] | undefined) => answers.shift()?.(rows) };
}

it("saves one after another what is typed meanwhile, at most 200 cells at once", async () => {
  const { answer, asked, send } = server();
  const shown: (readonly ImportRow[])[] = [];
  const fixes = new CellFixes(send, (rows) => shown.push(rows));
  const done = fixes.fix([cell(2, "a@example.com")]);
  void fixes.fix(Array.from({ length: mostAtOnce + 1 }, (_, at) => cell(at + 3, "b@example.com")));
  expect(asked).toHaveLength(1);
  expect(fixes.snapshot().unsaved.size).toBe(mostAtOnce + 2);
  answer([sampleRow(2, ["", "a@example.com"], [])]);
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  expect(asked[1]).toHaveLength(mostAtOnce);
  answer([]);
  await vi.waitFor(() => expect(asked).toHaveLength(3));
  answer([]);
  await done;
  expect(fixes.snapshot()).toMatchObject({ saved: mostAtOnce + 2, failed: false });
  expect(fixes.snapshot().unsaved.size).toBe(0);
  expect(shown[0]?.[0]?.row).toBe(2);
});

it("a cell that is typed in again while it is saved is saved again", async () => {
  const { answer, asked, send } = server();
  const fixes = new CellFixes(send, () => undefined);
  const done = fixes.fix([cell(2, "first")]);
  void fixes.fix([cell(2, "second")]);
  answer([]);
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  expect(asked[1]).toEqual([cell(2, "second")]);
  answer([]);
  await done;
});

it("what could not be saved waits for another try, and is not lost", async () => {
  const { answer, asked, send } = server();
  const fixes = new CellFixes(send, () => undefined);
  const first = fixes.fix([cell(2, "a")]);
  answer(undefined);
  await first;
  expect(fixes.snapshot()).toMatchObject({ failed: true });
  expect([...fixes.snapshot().unsaved.values()]).toEqual(["a"]);
  const again = fixes.run();
  answer([]);
  await again;
  expect(asked[1]).toEqual([cell(2, "a")]);
  expect(fixes.snapshot()).toMatchObject({ failed: false, saved: 1 });
});

it("a text that is never taken is not tried again", async () => {
  const asked: (readonly CellFix[])[] = [];
  const send = async (cells: readonly CellFix[]) => {
    asked.push(cells);
    return cells.some(({ value }) => value === "bad") ? ("refused" as const) : [];
  };
  const fixes = new CellFixes(send, () => undefined);
  await fixes.fix([cell(2, "bad")]);
  expect(fixes.snapshot()).toMatchObject({ failed: false, saved: 0 });
  expect(fixes.snapshot().unsaved.size).toBe(0);
  await fixes.fix([cell(3, "good")]);
  expect(asked).toHaveLength(2);
});
