import type { ClientDetail, ClientRow } from "../clients/documents.ts";
import type { Task } from "./documents.ts";

export type Part = "overdue" | "today" | "later" | "fresh";

/** One line of the queue: a task with its client, or a lead that nobody has spoken with. */
export interface QueueItem {
  key: string;
  part: Part;
  client: ClientRow;
  task?: Task;
}

interface Read {
  tasks: readonly { node: Task; client: ClientRow }[];
  fresh: readonly { node: ClientRow }[];
}

/** The queue in the order in which it is worked off. */
export function itemsOf({ tasks, fresh }: Read, now: number, end: number): QueueItem[] {
  const partOf = (dueAt: string): Part => {
    const due = Date.parse(dueAt);
    if (due < now) return "overdue";
    return due < end ? "today" : "later";
  };
  const planned = tasks.map(({ node, client }) => ({ key: node.id, part: partOf(node.dueAt), client, task: node }));
  const leads = fresh.map(({ node }) => ({ key: node.id, part: "fresh" as const, client: node }));
  const due = planned.filter(({ part }) => part !== "later");
  return [...due, ...leads, ...planned.filter(({ part }) => part === "later")];
}

/** What comes after an item; nothing at the end. */
export function after(items: readonly QueueItem[], key: string | undefined): QueueItem | undefined {
  const at = items.findIndex((item) => item.key === key);
  return items[at + 1];
}

/**
 * A client that was opened without the list, with what is planned first, or with what is asked for by its key as far as it is
 * still open; nothing where no outcome may be written.
 */
export function itemOfClient(client: ClientDetail, key?: string): QueueItem | undefined {
  if (!client.actions.some(({ action, allowed }) => action === "FOLLOW_UP" && allowed)) return undefined;
  const open = (client.profile?.tasks ?? []).filter(({ state }) => state === "OPEN");
  const first = open.toSorted((one, other) => Date.parse(one.dueAt) - Date.parse(other.dueAt))[0];
  const task = key === undefined ? first : open.find(({ id }) => id === key);
  return { key: key ?? task?.id ?? client.id, part: "later", client, ...(task && { task }) };
}
