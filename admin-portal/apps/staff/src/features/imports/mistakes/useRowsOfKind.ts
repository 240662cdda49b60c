import { useEffect, useMemo, useRef } from "react";
import type { ImportRow } from "../documents.ts";
import type { RowSnapshot } from "../rowPages.ts";
import { isKind, type ProblemKind } from "./MistakeKinds.tsx";

/** How many rows are looked through for one kind of mistake. */
const most = 5000;

/** Rows with one kind of mistake. Those that were mended stay, so that nothing moves under the reader's hands. */
export function useRowsOfKind(
  snapshot: RowSnapshot,
  kind: ProblemKind | undefined,
  onNext: () => void,
): readonly ImportRow[] {
  const seen = useRef<{ key: string; rows: Set<number> }>({ key: "", rows: new Set() });
  const { loading, more, rows } = snapshot;
  const found = useMemo(() => {
    if (kind === undefined) return rows;
    const key = `${kind.code} ${kind.column}`;
    if (seen.current.key !== key) seen.current = { key, rows: new Set() };
    const held = seen.current.rows;
    for (const row of rows) if (row.problems.some((problem) => isKind(kind, problem))) held.add(row.row);
    return rows.filter((row) => held.has(row.row));
  }, [rows, kind]);
  const look = kind !== undefined && more && !loading && rows.length < most;
  useEffect(() => {
    if (look) onNext();
  }, [look, onNext]);
  return found;
}
