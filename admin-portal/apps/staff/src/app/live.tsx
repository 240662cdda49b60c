import { graphql, type LiveState } from "@brokerdesk/api";
import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useClient } from "urql";
import { pipe, subscribe } from "wonka";
import { session } from "./session.ts";
import { useViewer } from "./viewer.tsx";

const ClientChangedDocument = graphql(`
  subscription ClientChanged {
    clientChanged { id kind version mine }
  }
`);

const AccessChangedDocument = graphql(`
  subscription AccessChanged {
    accessChanged { accessVersion signedOut }
  }
`);

export interface ClientChange {
  id: string;
  kind: "CREATED" | "UPDATED" | "ARCHIVED";
  version: number;
  mine: boolean;
}

/** Called once a frame with everything that changed; a record changed twice comes once, in its newest version. */
export type ClientChangeListener = (changes: readonly ClientChange[]) => void;

/** Collects changes and hands them on once a frame. */
export class ChangeBatch {
  private waiting = new Map<string, ClientChange>();
  private scheduled = false;
  readonly listeners = new Set<ClientChangeListener>();

  constructor(private readonly schedule: (flush: () => void) => void) {}

  push(change: ClientChange): void {
    const earlier = this.waiting.get(change.id);
    if (earlier !== undefined && earlier.version > change.version) return;
    const kind = earlier?.kind === "CREATED" && change.kind === "UPDATED" ? "CREATED" : change.kind;
    this.waiting.set(change.id, { ...change, kind });
    if (this.scheduled) return;
    this.scheduled = true;
    this.schedule(() => this.flush());
  }

  private flush() {
    this.scheduled = false;
    const changes = [...this.waiting.values()];
    this.waiting = new Map();
    for (const listener of this.listeners) listener(changes);
  }
}

interface LiveContextValue {
  changes: ChangeBatch;
  /** Grows whenever the screen may be wrong: news were missed, or the rights of the viewer changed. */
  gaps: number;
}

const LiveContext = createContext<LiveContextValue | null>(null);

export function useLiveState(): LiveState {
  const { live } = session.client;
  return useSyncExternalStore(live.subscribe, live.state);
}

export function useClientChanges(listener: ClientChangeListener): void {
  const live = use(LiveContext);
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => {
    if (live === null) return undefined;
    const forward: ClientChangeListener = (changes) => latest.current(changes);
    live.changes.listeners.add(forward);
    return () => void live.changes.listeners.delete(forward);
  }, [live]);
}

/** Runs when news may have been missed, or rights changed: what is on screen has to be read again. */
export function useMissedNews(reload: () => void): void {
  const live = use(LiveContext);
  const gaps = live?.gaps ?? 0;
  const latest = useRef(reload);
  latest.current = reload;
  useEffect(() => {
    if (gaps > 0) latest.current();
  }, [gaps]);
}

/** Keeps the page true: listens for changed clients and changed rights while somebody is signed in. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useClient();
  const { viewer, reload } = useViewer();
  const state = useLiveState();
  const [gaps, setGaps] = useState(0);
  const changes = useMemo(() => new ChangeBatch((flush) => requestAnimationFrame(flush)), []);
  const wasStale = useRef(false);
  const version = useRef(viewer.accessVersion);
  version.current = viewer.accessVersion;

  useEffect(() => {
    if (state === "stale") wasStale.current = true;
    if (state === "live" && wasStale.current) {
      wasStale.current = false;
      setGaps((n) => n + 1);
      reload();
    }
  }, [state, reload]);

  useEffect(() => {
    const clientChanges = pipe(
      client.subscription(ClientChangedDocument, {}),
      subscribe(({ data }) => {
        if (data === undefined) return;
        const { kind, ...change } = data.clientChanged;
        if (kind === "MISSED") setGaps((n) => n + 1);
        else changes.push({ kind, ...change });
      }),
    );
    const accessChanges = pipe(
      client.subscription(AccessChangedDocument, {}),
      subscribe(({ data }) => {
        if (data?.accessChanged.signedOut) session.ended();
        else if (data && data.accessChanged.accessVersion > version.current) {
          // what is on screen was read with the rights of before
          setGaps((n) => n + 1);
          reload();
        }
      }),
    );
    return () => {
      clientChanges.unsubscribe();
      accessChanges.unsubscribe();
    };
  }, [client, changes, reload]);

  const value = useMemo(() => ({ changes, gaps }), [changes, gaps]);
  return <LiveContext value={value}>{children}</LiveContext>;
}
