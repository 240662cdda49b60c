import { inBackground, type QueueWhose } from "@brokerdesk/api";
import { useEffect, useRef, useState } from "react";
import { useQuery } from "urql";
import { useClientChanges, useMissedNews } from "../../app/live.tsx";
import { useZone } from "../../app/preferences.ts";
import { useKept } from "../common/useKept.ts";
import { useNow } from "../common/useNow.ts";
import { FreshLeadsDocument, QueueCountDocument, TaskQueueDocument } from "./documents.ts";
import { itemsOf } from "./items.ts";
import { dayEnd } from "./when.ts";

const page = 50;
const most = 200;
/** News come in bursts: one reading for all of them. */
const calm = 400;
const look = 30_000;

/** The queue as it is now: read again whenever one of its clients changes, and as time goes on. */
export function useQueue(whose: QueueWhose) {
  const zone = useZone();
  const now = Math.floor(useNow() / look) * look;
  const end = dayEnd(new Date(now), zone).getTime();
  const [first, setFirst] = useState(page);
  const policy = { requestPolicy: "cache-and-network" as const };
  const [tasks, readTasks] = useQuery({ query: TaskQueueDocument, variables: { whose, first }, ...policy });
  const [fresh, readFresh] = useQuery({ query: FreshLeadsDocument, variables: { whose, first: page }, ...policy });
  const [counts, count] = useQuery({
    query: QueueCountDocument,
    variables: { whose, dayEnd: new Date(end).toISOString() },
    ...policy,
  });
  const reload = () => {
    for (const read of [readTasks, readFresh, count]) read({ requestPolicy: "network-only", ...inBackground });
  };
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const soon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(reload, calm);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useClientChanges(soon);
  useMissedNews(reload);
  const [planned, leads, counted] = [useKept(tasks.data), useKept(fresh.data), useKept(counts.data)];
  const items =
    planned && leads ? itemsOf({ tasks: planned.taskQueue.edges, fresh: leads.freshLeads.edges }, now, end) : undefined;
  const more = planned?.taskQueue.pageInfo.hasNextPage === true && first < most;
  return {
    items,
    counts: counted?.queueCount,
    error: tasks.error ?? fresh.error,
    reload,
    soon,
    more: more ? () => setFirst((n) => Math.min(n + page, most)) : undefined,
  };
}
