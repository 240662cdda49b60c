import { type AuditFilter, inBackground } from "@brokerdesk/api";
import type { Client, CombinedError } from "urql";
import { type AuditEvent, AuditTrailDocument } from "./documents.ts";

const pageSize = 50;

export interface AuditSnapshot {
  events: readonly AuditEvent[];
  /** Newer ones that wait to be shown. */
  waiting: readonly AuditEvent[];
  loading: boolean;
  more: boolean;
  error: CombinedError | undefined;
}

const nothing: AuditSnapshot = { events: [], waiting: [], loading: true, more: true, error: undefined };

/** The events of one filter, newest first, read page by page; and what has happened since. */
export class AuditPages {
  private state = nothing;
  private cursor: string | null = null;
  private asked = 0;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly client: Pick<Client, "query">,
    private readonly filter: AuditFilter,
  ) {}

  snapshot = (): AuditSnapshot => this.state;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** From the newest event on. */
  async start(): Promise<void> {
    this.cursor = null;
    this.set(nothing);
    await this.load();
  }

  async next(): Promise<void> {
    if (this.state.loading || !this.state.more) return;
    this.set({ ...this.state, loading: true, error: undefined });
    await this.load();
  }

  /** Looks for newer events without showing them: rows never move under the reader's eyes. */
  async check(): Promise<void> {
    if (this.state.loading || this.state.error) return;
    const round = this.asked;
    const { data } = await this.read(null, true);
    if (data === undefined || round !== this.asked) return;
    const newest = this.state.events[0]?.seq ?? 0;
    const waiting = data.auditEvents.edges.map(({ node }) => node).filter((event) => event.seq > newest);
    if (waiting.length !== this.state.waiting.length) this.set({ ...this.state, waiting });
  }

  /** Puts the newer events on top; when there may be more than one page of them, begins anew. */
  showWaiting(): void {
    const { waiting, events } = this.state;
    if (waiting.length >= pageSize) void this.start();
    else this.set({ ...this.state, events: [...waiting, ...events], waiting: [] });
  }

  private async load(): Promise<void> {
    this.asked += 1;
    const round = this.asked;
    const { data, error } = await this.read(this.cursor, false);
    if (round !== this.asked) return;
    if (data === undefined) {
      this.set({ ...this.state, loading: false, error });
      return;
    }
    const { edges, pageInfo } = data.auditEvents;
    this.cursor = pageInfo.endCursor ?? null;
    const known = new Set(this.state.events.map((event) => event.id));
    const events = [...this.state.events, ...edges.map(({ node }) => node).filter((event) => !known.has(event.id))];
    this.set({ ...this.state, events, loading: false, more: pageInfo.hasNextPage, error: undefined });
  }

  private read(after: string | null, background: boolean) {
    const variables = { first: pageSize, after, filter: this.filter };
    return this.client
      .query(AuditTrailDocument, variables, { requestPolicy: "network-only", ...(background ? inBackground : {}) })
      .toPromise();
  }

  private set(state: AuditSnapshot) {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
