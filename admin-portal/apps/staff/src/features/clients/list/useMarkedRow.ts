import { useEffect, useMemo, useRef, useState } from "react";

interface Row {
  id: string;
}

export interface MarkedRow<R> {
  id: string | undefined;
  /** Where it stands; between two rows when it is gone: the row that took its place is another one. */
  active: number;
  /** Marks a row, or the last one on the way there; answers which it is. */
  activate: (to: number) => R | undefined;
  /** Grows with each move of the mark by somebody: then the list follows it, and never by itself. */
  moves: number;
}

/** The marked row. It stays with its client while others come, go and change places; the one that is opened is marked. */
export function useMarkedRow<R extends Row>(rows: readonly R[], openId: string | undefined): MarkedRow<R> {
  const [{ id, moves }, setMarked] = useState<{ id?: string | undefined; moves: number }>({ moves: 0 });
  const latest = useRef({ rows, active: -1 });
  const at = rows.findIndex((row) => row.id === id);
  const active = at < 0 ? Math.min(Math.ceil(latest.current.active), rows.length) - 0.5 : at;
  latest.current = { rows, active };
  const mark = useMemo(
    () => (next: string | undefined) => setMarked((old) => ({ id: next, moves: old.moves + 1 })),
    [],
  );
  useEffect(() => {
    if (openId !== undefined) mark(openId);
  }, [openId, mark]);
  const activate = useMemo(
    () => (to: number) => {
      const { rows: there, active: from } = latest.current;
      const row = there[Math.max(0, Math.min(there.length - 1, to > from ? Math.floor(to) : Math.ceil(to)))];
      mark(row?.id);
      return row;
    },
    [mark],
  );
  return { id, active, activate, moves };
}
