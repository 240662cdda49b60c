import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { useClient } from "urql";
import { type ClientChange, useClientChanges, useMissedNews } from "../../../app/live.tsx";
import { ClientPages, type ListQuestion } from "./clientPages.ts";
import { isNewestFirst } from "./view.ts";

/** The rows for one question; a new question starts a new list. */
export function useClientPages(question: ListQuestion) {
  const client = useClient();
  const key = JSON.stringify(question);
  const asked = useRef(question);
  asked.current = question;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the question
  const pages = useMemo(() => new ClientPages(client, asked.current), [client, key]);
  useEffect(() => {
    pages.start();
    return () => pages.stop();
  }, [pages]);
  return { pages, snapshot: useSyncExternalStore(pages.subscribe, pages.snapshot) };
}

const pause = 300;

/**
 * Live updates. Rows on screen are read again at once, the others when they come into view; new clients
 * slide in at the top while the reader is there and looks at the newest, otherwise they wait.
 */
export function useLiveRows(
  pages: ClientPages,
  isVisible: (id: string) => boolean,
  isAtTop: () => boolean,
  onCounted: () => void,
) {
  const stale = useRef(new Set<string>());
  const created = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const refreshVisible = () => {
    for (const id of stale.current) {
      if (!isVisible(id)) continue;
      stale.current.delete(id);
      void pages.refresh(id);
    }
  };
  const settle = () => {
    timer.current = undefined;
    refreshVisible();
    if (created.current.size > 0) {
      const ids = [...created.current];
      created.current.clear();
      void pages.arrived(ids, isAtTop() && isNewestFirst(pages.question.sort));
      onCounted();
    }
  };
  useClientChanges((changes: readonly ClientChange[]) => {
    for (const change of changes) {
      if (pages.has(change.id)) stale.current.add(change.id);
      else if (change.kind === "CREATED") created.current.add(change.id);
      if (change.kind === "ARCHIVED") onCounted();
    }
    timer.current ??= setTimeout(settle, pause);
  });
  useMissedNews(() => {
    if (isAtTop()) pages.reload();
    else void pages.reread();
    onCounted();
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return { refreshVisible };
}
