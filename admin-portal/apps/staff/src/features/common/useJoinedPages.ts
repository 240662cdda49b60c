import { useCallback, useEffect, useRef, useState } from "react";

/** Where a page that is shown ends now; undefined for the last one. */
type End = string | undefined;

/**
 * The pages of a list that is shown by "Show more", as the cursors behind which they begin. A page that is read again may end
 * elsewhere: the next one then begins there, so that no row is lost between them and none stands twice.
 */
export function useJoinedPages() {
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  const more = useCallback((cursor: string) => setCursors((old) => [...old, cursor]), []);
  const ends = useCallback(
    (place: number, end: End) =>
      setCursors((old) => {
        if (place + 1 >= old.length || old[place + 1] === end) return old;
        if (end === undefined) return old.slice(0, place + 1);
        return old.map((cursor, at) => (at === place + 1 ? end : cursor));
      }),
    [],
  );
  return { cursors, more, ends };
}

interface Page {
  pageInfo: { hasNextPage: boolean; endCursor?: string | null | undefined };
}

/** Tells where a page ends, whenever that is another place. */
export function useEnd(page: Page | undefined, onEnd: (end: End) => void): void {
  const latest = useRef(onEnd);
  latest.current = onEnd;
  const loaded = page !== undefined;
  const end = page?.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? undefined) : undefined;
  useEffect(() => {
    if (loaded) latest.current(end);
  }, [loaded, end]);
}
