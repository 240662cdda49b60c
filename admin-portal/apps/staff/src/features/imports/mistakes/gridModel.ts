import type { ImportColumn, ImportRow } from "../documents.ts";

/** A cell: which row of the loaded ones, which of the shown columns. */
export interface Place {
  row: number;
  column: number;
}

export type RowProblem = ImportRow["problems"][number];

/** What keeps a row back in one of its columns. */
export function mistakeAt(row: ImportRow | undefined, column: ImportColumn | undefined): RowProblem | undefined {
  if (column === undefined) return undefined;
  return row?.problems.find((problem) => problem.column === column.index && problem.severity === "ERROR");
}

/** What keeps a row back as a whole. */
export function rowMistake(row: ImportRow): RowProblem | undefined {
  return row.problems.find((problem) => problem.column === null && problem.severity === "ERROR");
}

export function isMended(row: ImportRow): boolean {
  return row.outcome !== "ERROR" && !row.problems.some(({ severity }) => severity === "ERROR");
}

/** The next wrong cell in reading order, forwards or backwards; undefined behind the last one. */
export function nextMistake(
  rows: readonly ImportRow[],
  columns: readonly ImportColumn[],
  from: Place,
  step: 1 | -1,
): Place | undefined {
  const last = rows.length * columns.length;
  for (let at = from.row * columns.length + from.column + step; at >= 0 && at < last; at += step) {
    const place = { row: Math.floor(at / columns.length), column: at % columns.length };
    if (mistakeAt(rows[place.row], columns[place.column])) return place;
  }
  return undefined;
}

/** Rows with the same wrong text in the same column: what is mended in one of them can be mended in all. */
export function sameMistakes(rows: readonly ImportRow[], column: ImportColumn, old: string): readonly ImportRow[] {
  return rows.filter((row) => {
    const cell = row.cells?.[column.index];
    return cell !== undefined && !cell.masked && cell.value === old && mistakeAt(row, column) !== undefined;
  });
}

/** Where a key of the grid leads; undefined for other keys. */
export function moved(
  key: string,
  at: Place,
  rows: number,
  columns: number,
  page: number,
  rightToLeft = false,
): Place | undefined {
  const right = rightToLeft ? -1 : 1;
  const to = {
    ArrowDown: { row: at.row + 1, column: at.column },
    ArrowUp: { row: at.row - 1, column: at.column },
    ArrowRight: { row: at.row, column: at.column + right },
    ArrowLeft: { row: at.row, column: at.column - right },
    PageDown: { row: at.row + page, column: at.column },
    PageUp: { row: at.row - page, column: at.column },
    Home: { row: at.row, column: 0 },
    End: { row: at.row, column: columns - 1 },
  }[key];
  if (to === undefined) return undefined;
  const within = (value: number, length: number) => Math.max(0, Math.min(length - 1, value));
  return { row: within(to.row, rows), column: within(to.column, columns) };
}
