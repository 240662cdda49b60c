/** What a beat brings: the window in order (null: as before), and rows that are new or changed. */
export interface Beat<Row extends { key: string }> {
  keys?: readonly string[] | null | undefined;
  changed: readonly Row[];
  total: number;
}

/** The rows around what is in sight; index `from` is the first. Rows that did not change stay the same objects. */
export interface BeatWindow<Row> {
  from: number;
  keys: readonly string[];
  rows: ReadonlyMap<string, Row>;
  total: number;
}

/** The window after a beat. Without a window the beat is the first one and holds all. */
export function afterBeat<Row extends { key: string }>(
  window: BeatWindow<Row> | undefined,
  from: number,
  beat: Beat<Row>,
): BeatWindow<Row> {
  const keys = beat.keys ?? window?.keys ?? [];
  const known = new Map(window?.rows);
  for (const row of beat.changed) known.set(row.key, row);
  if (beat.keys == null) return { from, keys, rows: known, total: beat.total };
  const rows = new Map<string, Row>();
  for (const key of keys) {
    const row = known.get(key);
    if (row !== undefined) rows.set(key, row);
  }
  return { from, keys, rows, total: beat.total };
}

export function rowAt<Row>(window: BeatWindow<Row> | undefined, index: number): Row | undefined {
  const key = window?.keys[index - window.from];
  return key === undefined ? undefined : window?.rows.get(key);
}

/** Where a row is in the whole list; undefined while it is not in the window. */
export function indexOf<Row>(window: BeatWindow<Row> | undefined, key: string | undefined): number | undefined {
  if (window === undefined || key === undefined) return undefined;
  const at = window.keys.indexOf(key);
  return at < 0 ? undefined : window.from + at;
}

export interface Span {
  from: number;
  count: number;
}

/** Rows that a window holds beyond what is in sight, on each side. */
const margin = 40;
/** Windows begin at multiples of this, so that a little scrolling asks nothing. */
const step = 20;
/** Most that the server gives in one window. */
const most = 200;

export const firstSpan: Span = { from: 0, count: 2 * margin };

/** The window for the rows in sight: the one there is while it still reaches far enough, else one around them. */
export function spanFor(first: number, last: number, now: Span): Span {
  const reach = margin / 4;
  const covers = Math.max(0, first - reach) >= now.from && last + reach < now.from + now.count;
  if (covers) return now;
  const from = Math.max(0, Math.floor((first - margin) / step) * step);
  const count = Math.min(most, Math.ceil((last + margin - from) / step) * step);
  return { from, count };
}
