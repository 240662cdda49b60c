import type { ColumnChoice } from "./columnChoice.ts";
import { columnOf } from "./columns.tsx";

/** What a view keeps of a width. */
const [least, most] = [64, 600];
const step = 24;

/** One step narrower or wider, for who cannot drag the edge of a column; the same choice at the end of what there is. */
export function resizeColumn(choice: ColumnChoice, id: string, by: 1 | -1): ColumnChoice {
  const old = choice.widths[id] ?? columnOf(id)?.width;
  if (old === undefined) return choice;
  const width = Math.max(least, Math.min(most, Math.round(old) + by * step));
  return width === Math.round(old) ? choice : { ...choice, widths: { ...choice.widths, [id]: width } };
}
