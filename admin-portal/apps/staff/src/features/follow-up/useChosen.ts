import { useRef } from "react";
import type { ClientDetail } from "../clients/documents.ts";
import { itemOfClient, type QueueItem } from "./items.ts";

interface Wanted {
  /** The client of the address. */
  id: string | undefined;
  /** What was chosen in the list, or by a reminder. */
  key: string | undefined;
  /** The client as the panel has opened it. */
  opened: ClientDetail | undefined;
}

/**
 * What is worked on: the item that was chosen, or the first one of a client who came with the address. It stays while the
 * client is open, whatever is planned for him meanwhile: an outcome ends what was chosen and nothing else. What is not in the
 * list, or no longer, is as the open client has it; a task that ended is none to end.
 */
export function useChosen(items: readonly QueueItem[] | undefined, { id, key, opened }: Wanted) {
  const pinned = useRef<{ id: string; key: string }>(undefined);
  const last = useRef<QueueItem>(undefined);
  const client = opened !== undefined && opened.id === id ? opened : undefined;
  if (id === undefined) {
    pinned.current = undefined;
  } else {
    const named = key !== undefined && pinned.current?.key !== key ? itemOf(items, client, id, key) : undefined;
    if (named) pinned.current = { id, key: named.key };
    else if (pinned.current?.id !== id) {
      const listed = items?.find((item) => item.client.id === id);
      // a client may lie behind what the list has read
      const first = listed ?? (items && client && itemOfClient(client));
      if (first) pinned.current = { id, key: first.key };
    }
  }
  const place = pinned.current?.id === id ? pinned.current?.key : undefined;
  const found = items?.find((item) => item.key === place);
  if (found) last.current = found;
  const former = last.current?.key === place ? last.current : undefined;
  const loose = client && place !== undefined ? itemOfClient(client, place) : former;
  // what was given to somebody else is his to end
  const given = loose?.task !== undefined && former?.task !== undefined && whose(loose) !== whose(former);
  const behind = given ? { ...loose, task: undefined } : loose;
  return { found, chosen: place === undefined ? undefined : (found ?? (behind as QueueItem | undefined)) };
}

const whose = ({ task }: QueueItem) => task?.assignee?.id;

function itemOf(items: readonly QueueItem[] | undefined, client: ClientDetail | undefined, id: string, key: string) {
  const listed = items?.find((item) => item.key === key && item.client.id === id);
  if (listed || !client || items === undefined) return listed;
  const loose = itemOfClient(client, key);
  return loose?.task ? loose : undefined;
}
