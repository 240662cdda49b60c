/** Ticks or unticks a row; with an anchor, every row from the anchor to it becomes what it becomes. */
export function ticked(
  selected: ReadonlySet<string>,
  ids: readonly string[],
  id: string,
  anchor?: string,
): ReadonlySet<string> {
  const next = new Set(selected);
  const on = !next.has(id);
  const [from, to] = [anchor === undefined ? -1 : ids.indexOf(anchor), ids.indexOf(id)];
  const range = from >= 0 && to >= 0 ? ids.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
  for (const each of range) {
    if (on) next.add(each);
    else next.delete(each);
  }
  return next;
}

/** What is ticked and in the list. */
export function tickedAmong(selected: ReadonlySet<string>, rows: readonly { id: string }[]): ReadonlySet<string> {
  const there = rows.filter(({ id }) => selected.has(id));
  return there.length === selected.size ? selected : new Set(there.map(({ id }) => id));
}

/** The most clients that can be named one by one; beyond it, everything that matches is chosen instead. */
export const namedMost = 1000;
