import { useRef, useState } from "react";
import type { ImportColumn, ImportRow } from "../documents.ts";
import { type CellFix, cellKey } from "./cellFixes.ts";
import { nextMistake, type Place } from "./gridModel.ts";

/** Where one goes after a cell was typed in. */
export type After = "below" | "above" | "next mistake" | "last mistake" | "stay";

/** What was mended last: the same text in other rows can be mended alike. */
export interface LastFix {
  row: number;
  column: ImportColumn;
  old: string;
  value: string;
}

interface Fixing {
  rows: readonly ImportRow[];
  columns: readonly ImportColumn[];
  unsaved: ReadonlyMap<string, string>;
  onFix: (cells: readonly CellFix[]) => void;
  /** Gives the keyboard back to the grid. */
  focusGrid: () => void;
}

/** Which cell is active, and what is typed in it. */
export function useFixing({ rows, columns, unsaved, onFix, focusGrid }: Fixing) {
  const [chosen, setActive] = useState<Place>();
  const [text, setText] = useState<string>();
  const [last, setLast] = useState<LastFix>();
  // a field that closes also loses the focus: it must not be taken twice
  const open = useRef(false);
  const active = chosen ?? nextMistake(rows, columns, { row: 0, column: -1 }, 1) ?? { row: 0, column: 0 };

  const shownAt = (place: Place): string | undefined => {
    const [row, column] = [rows[place.row], columns[place.column]];
    const cell = column === undefined ? undefined : row?.cells?.[column.index];
    if (row === undefined || column === undefined || cell === undefined) return undefined;
    // a masked text never goes into a field: whoever may not read it writes another one
    return unsaved.get(cellKey({ row: row.row, column: column.index })) ?? (cell.masked ? "" : cell.value);
  };
  const begin = (place: Place, typed?: string) => {
    const shown = shownAt(place);
    if (shown === undefined) return;
    setActive(place);
    setText(typed ?? shown);
    open.current = true;
  };
  const put = (place: Place, value: string) => {
    const [row, column] = [rows[place.row], columns[place.column]];
    const old = shownAt(place);
    if (row === undefined || column === undefined || old === undefined || old === value) return;
    onFix([{ row: row.row, column: column.index, value }]);
    setLast(row.cells?.[column.index]?.masked ? undefined : { row: row.row, column, old, value });
  };
  const cancel = () => {
    open.current = false;
    setText(undefined);
    focusGrid();
  };
  const commit = (value: string, after: After) => {
    if (!open.current) return;
    open.current = false;
    put(active, value);
    const next =
      after === "next mistake" || after === "last mistake"
        ? nextMistake(rows, columns, active, after === "next mistake" ? 1 : -1)
        : undefined;
    if (next) {
      begin(next);
      return;
    }
    setText(undefined);
    if (after === "stay") return;
    const step = after === "below" ? 1 : after === "above" ? -1 : 0;
    setActive({ ...active, row: Math.max(0, Math.min(rows.length - 1, active.row + step)) });
    focusGrid();
  };
  return { active, setActive, text, last, setLast, begin, put, commit, cancel };
}
