import { useCallback, useSyncExternalStore } from "react";
import { useViewer } from "./viewer.tsx";

/** By person and field. A session that ends while somebody writes loses nothing: it is there for that person alone. */
const drafts = new Map<string, string>();
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** What somebody has begun to write, kept while this page is open: another tab of the profile, or another client, loses nothing. */
export function useDraft(of: string) {
  const { viewer } = useViewer();
  const key = `${viewer.staff?.id} ${of}`;
  const text = useSyncExternalStore(subscribe, () => drafts.get(key) ?? "");
  const write = useCallback(
    (next: string) => {
      if (next === "") drafts.delete(key);
      else drafts.set(key, next);
      for (const listener of listeners) listener();
    },
    [key],
  );
  return [text, write] as const;
}
