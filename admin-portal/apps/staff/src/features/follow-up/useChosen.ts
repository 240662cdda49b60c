import { useRef } from "react";
import type { ClientDetail } from "../clients/documents.ts";
import { itemOfClient, type QueueItem } from "./items.ts";

interface Wanted {
  /** The client of the address. */
  id: string | undefined;
  /** What was chosen in the list. */
  key: string | undefined;
  /** The client as the panel has opened it. */
  opened: ClientDetail | undefined;
}

/**
 * What is worked on: the item that was chosen, or the first one of a client who came with the address. It stays while the
 * client is open, whatever is planned for him meanwhile: an outcome ends what was chosen and nothing else. What others ended
 * has left the list, and its client stays open until one goes on, without a task to end.
 */
export function useChosen(items: readonly QueueItem[] | undefined, { id, key, opened }: Wanted) {
  const pinned = useRef<{ id: string | undefined; item: QueueItem | undefined; listed: boolean }>({
    id: undefined,
    item: undefined,
    listed: false,
  });
  const named = items?.find((item) => item.key === key && item.client.id === id);
  const isOpen = opened !== undefined && opened.id === id;
  if (named) {
    pinned.current = { id, item: named, listed: true };
  } else if (id !== undefined && pinned.current.id !== id) {
    const first = items?.find((item) => item.client.id === id);
    // a reminder may open a client whose task lies behind what the list has read
    if (first) pinned.current = { id, item: first, listed: true };
    else if (items !== undefined && isOpen) pinned.current = { id, item: itemOfClient(opened), listed: false };
  }
  const { item, listed } = pinned.current.id === id ? pinned.current : { item: undefined, listed: false };
  const found = item && items?.find((each) => each.key === item.key);
  if (found) pinned.current = { id, item: found, listed: true };
  const left = item && listed && !found ? { ...item, task: undefined } : item;
  return { found, chosen: found ?? (left as QueueItem | undefined) };
}
