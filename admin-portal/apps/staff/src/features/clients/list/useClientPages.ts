import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { useClient } from "urql";
import { useClientChanges, useMissedNews } from "../../../app/live.tsx";
import { ClientPages, type ListQuestion } from "./clientPages.ts";
import { type LiveReader, LiveRows } from "./liveRows.ts";

/** The rows for one question; a question with another key starts a new list. */
export function useClientPages(question: ListQuestion, key: string) {
  const client = useClient();
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

/** Keeps the rows true as news come, and as the question moves on with the time. */
export function useLiveRows(pages: ClientPages, question: ListQuestion, reader: LiveReader): void {
  const latest = useRef(reader);
  latest.current = reader;
  const live = useMemo(() => new LiveRows(pages, () => latest.current), [pages]);
  useEffect(() => {
    live.start();
    return () => live.stop();
  }, [live]);
  useEffect(() => live.movedOn(question), [live, question]);
  useClientChanges((changes) => live.told(changes));
  useMissedNews(() => live.missed());
}
