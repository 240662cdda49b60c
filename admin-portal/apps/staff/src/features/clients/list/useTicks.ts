import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ticked, tickedAmong } from "../bulk/selection.ts";

/** Which clients are ticked: of those in the list, or all that match, loaded or not. */
export function useTicks(rows: readonly { id: string }[], loading: boolean, asking: string) {
  const [chosen, choose] = useState<ReadonlySet<string> | "ALL">(new Set());
  const all = chosen === "ALL";
  const anchor = useRef<string>(undefined);
  const loaded = useRef(rows);
  loaded.current = rows;
  const toggle = useCallback((id: string, range = false) => {
    const from = range ? anchor.current : undefined;
    const ids = loaded.current.map((row) => row.id);
    anchor.current = id;
    // of all that match, without this one, those stay that can be named
    choose((old) => ticked(old === "ALL" ? new Set(ids) : old, ids, id, from));
  }, []);
  // another question finds other clients
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what is asked, whatever its order
  useEffect(() => choose(new Set<string>()), [asking]);
  // who left the list, or stands in none of the pages that were read again
  useEffect(() => {
    if (!loading) choose((old) => (old === "ALL" ? old : tickedAmong(old, rows)));
  }, [rows, loading]);
  const selected = useMemo(() => (chosen === "ALL" ? new Set(rows.map(({ id }) => id)) : chosen), [chosen, rows]);
  return { selected, all, chooseAll: () => choose("ALL"), choose, toggle };
}
