import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useQuery } from "urql";
import { type ColumnChoice, columnText, parseColumnText, useColumnChoice } from "../list/columnChoice.ts";
import type { ClientView } from "../list/view.ts";
import { SavedViewsDocument } from "./documents.ts";
import { changesTo, effective, isChanged, partsOf, plain, type ViewParts } from "./parts.ts";

type Change = (part: Partial<ClientView>, push?: boolean) => void;

/** An address that says nothing: it opens with what the reader or his role chose. One that names a client is as it was sent. */
function isBare({ new: _, ...list }: ClientView): boolean {
  return Object.values(list).every((part) => part === undefined);
}

/** The saved view of an address, with what the address changes of it. */
export function useListView(search: ClientView, change: Change) {
  const [{ data, error }] = useQuery({ query: SavedViewsDocument, requestPolicy: "cache-and-network" });
  const shelf = data?.savedViews;
  const bare = isBare(search);
  const opensWith = bare ? (shelf?.opensWithId ?? undefined) : undefined;
  useEffect(() => {
    if (opensWith !== undefined) change({ view: opensWith });
  }, [opensWith, change]);
  const named = search.view !== undefined && search.view !== "all";
  const settled = shelf !== undefined || error !== undefined;
  const saved = named ? shelf?.views.find((view) => view.id === search.view) : undefined;
  const base = useMemo(() => (saved ? partsOf(saved.definition) : plain), [saved]);
  const { filter, sort, cols, density, group } = search;
  const parts = useMemo(
    () => effective(base, { filter, sort, cols, density, group }),
    [base, filter, sort, cols, density, group],
  );
  const set = useCallback(
    (part: Partial<ViewParts>) =>
      change({
        ...changesTo(base, { ...parts, ...part }),
        ...("group" in part || "filter" in part ? { in: undefined } : {}),
      }),
    [base, parts, change],
  );
  return {
    shelf,
    saved,
    base,
    parts,
    set,
    /** The address names a view that is not there for this reader. */
    missing: named && settled && saved === undefined,
    /** What is to be shown is not known yet. */
    waiting: opensWith !== undefined || (!settled && (bare || named)),
    changed: isChanged({ filter, sort, cols, density, group }),
  };
}

export type ListView = ReturnType<typeof useListView>;

const pause = 300;

/**
 * The columns on screen: the view's, else the reader's own. A drag changes them at once, the address follows after a pause;
 * what is saved meanwhile is what is on screen.
 */
export function useViewColumns(list: ListView) {
  const [own, setOwn] = useColumnChoice();
  const [draft, setDraft] = useState<ColumnChoice>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { cols } = list.parts;
  const kept = useMemo(() => (cols === undefined ? undefined : parseColumnText(cols)), [cols]);
  const drop = useCallback(() => {
    clearTimeout(timer.current);
    setDraft(undefined);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other columns of the address replace what was being dragged
  useEffect(() => setDraft(undefined), [cols]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const latest = useRef(list.set);
  latest.current = list.set;
  const setChoice = useCallback(
    (next: ColumnChoice) => {
      if (kept === undefined) return setOwn(next);
      setDraft(next);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => latest.current({ cols: columnText(next) }), pause);
    },
    [kept, setOwn],
  );
  const drawn = draft && columnText(draft);
  const onScreen = useMemo(
    () =>
      drawn === undefined || drawn === cols ? list : { ...list, parts: { ...list.parts, cols: drawn }, changed: true },
    [list, drawn, cols],
  );
  return {
    choice: draft ?? kept ?? own,
    setChoice,
    /** The view with the columns as they are drawn. */
    onScreen,
    /** Forgets columns that the address does not say yet: another view, or the same as it is kept, is opened. */
    drop,
  };
}
