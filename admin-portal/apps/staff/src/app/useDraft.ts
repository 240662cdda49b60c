import { useState } from "react";
import { useViewer } from "./viewer.tsx";

const drafts = new Map<string, string>();

/** What somebody has begun to write, kept while this page is open: another tab of the profile, or another client, loses nothing. */
export function useDraft(of: string) {
  const { viewer } = useViewer();
  const key = `${viewer.staff?.id} ${of}`;
  const [text, setText] = useState(() => drafts.get(key) ?? "");
  const write = (next: string) => {
    if (next === "") drafts.delete(key);
    else drafts.set(key, next);
    setText(next);
  };
  return [text, write] as const;
}
