/** Moves an item by one place; nothing where it stands at the end. */
export function moved<Item>(list: readonly Item[], at: number, by: 1 | -1, keep: (list: Item[]) => void) {
  const item = list[at];
  if (item === undefined || list[at + by] === undefined) return undefined;
  return () => keep(list.toSpliced(at, 1).toSpliced(at + by, 0, item));
}
