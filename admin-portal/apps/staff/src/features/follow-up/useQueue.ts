import { inBackground, type QueueWhose } from "@brokerdesk/api";
import { useState } from "react";
import { useQuery } from "urql";
import { useClientChanges, useMissedNews } from "../../app/live.tsx";
import { useZone } from "../../app/preferences.ts";
import { useKept } from "../common/useKept.ts";
import { useNow } from "../common/useNow.ts";
import { useSoon } from "../common/useSoon.ts";
import { FreshLeadsDocument, QueueCountDocument, TaskQueueDocument } from "./documents.ts";
import { itemsOf } from "./items.ts";
import { dayEnd } from "./when.ts";

const page = 50;
const most = 200;
/** News come in bursts: one reading for all of them. */
const calm = 400;
const look = 30_000;

/** Which part of the queue is asked for, and whose. */
export interface Wanted {
  whose: QueueWhose;
  only?: "overdue" | "fresh" | undefined;
  /** What is given to this colleague only. */
  of?: string | undefined;
}

/** The queue as it is now: read again whenever one of its clients changes, and as time goes on. */
export function useQueue({ whose, only, of }: Wanted) {
  const zone = useZone();
  const now = Math.floor(useNow() / look) * look;
  const end = dayEnd(new Date(now), zone).getTime();
  const [first, setFirst] = useState({ tasks: page, fresh: page });
  const policy = { requestPolicy: "cache-and-network" as const };
  const theirs = { whose, ...(of !== undefined && { assigneeId: of }) };
  const [tasks, readTasks] = useQuery({
    query: TaskQueueDocument,
    variables: { ...theirs, first: first.tasks },
    ...policy,
  });
  const [fresh, readFresh] = useQuery({
    query: FreshLeadsDocument,
    variables: { ...theirs, first: first.fresh },
    ...policy,
  });
  const [counts, count] = useQuery({
    query: QueueCountDocument,
    variables: { whose, dayEnd: new Date(end).toISOString() },
    ...policy,
  });
  const reload = () => {
    for (const read of [readTasks, readFresh, count]) read({ requestPolicy: "network-only", ...inBackground });
  };
  const soon = useSoon(reload, calm);
  useClientChanges(soon);
  useMissedNews(reload);
  const [planned, leads, counted] = [useKept(tasks.data), useKept(fresh.data), useKept(counts.data)];
  const items =
    planned && leads ? itemsOf({ tasks: planned.taskQueue.edges, fresh: leads.freshLeads.edges }, now, end) : undefined;
  // the earliest due come first: behind one that is not overdue none is
  const last = planned?.taskQueue.edges.at(-1)?.node.dueAt;
  const dueOn = only !== "overdue" || (last !== undefined && Date.parse(last) < now);
  const left = {
    tasks: only !== "fresh" && dueOn && planned?.taskQueue.pageInfo.hasNextPage === true,
    fresh: only !== "overdue" && leads?.freshLeads.pageInfo.hasNextPage === true,
  };
  const grown = (key: "tasks" | "fresh", old: typeof first) => (left[key] ? Math.min(old[key] + page, most) : old[key]);
  const room = (left.tasks && first.tasks < most) || (left.fresh && first.fresh < most);
  return {
    items,
    // the server counts for oneself and for everybody, not for one colleague
    counts: of === undefined ? counted?.queueCount : undefined,
    error: tasks.error ?? fresh.error,
    reload,
    soon,
    more: room ? () => setFirst((old) => ({ tasks: grown("tasks", old), fresh: grown("fresh", old) })) : undefined,
    /** How many are shown at most, where more wait than that. */
    most: !room && (left.tasks || left.fresh) ? most : undefined,
  };
}
