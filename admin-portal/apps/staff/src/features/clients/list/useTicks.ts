import { useCallback, useEffect, useRef, useState } from "react";
import { ticked, tickedAmong } from "../bulk/selection.ts";

/** Which clients are ticked. None that is not in the list, unless all that match are chosen. */
export function useTicks(rows: readonly { id: string }[], loading: boolean, asking: string) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  const anchor = useRef<string>(undefined);
  const loaded = useRef(rows);
  loaded.current = rows;
  const choose = useCallback((ids: ReadonlySet<string>) => {
    setAll(false);
    setSelected(ids);
  }, []);
  const toggle = useCallback((id: string, range = false) => {
    const from = range ? anchor.current : undefined;
    const ids = loaded.current.map((row) => row.id);
    anchor.current = id;
    setAll(false);
    setSelected((old) => ticked(old, ids, id, from));
  }, []);
  // another question finds other clients
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what is asked, whatever its order
  useEffect(() => choose(new Set()), [asking, choose]);
  // who left the list, or stands in none of the pages that were read again
  useEffect(() => {
    if (!loading && !all) setSelected((old) => tickedAmong(old, rows));
  }, [rows, loading, all]);
  return { selected, all, chooseAll: () => setAll(true), choose, toggle };
}
