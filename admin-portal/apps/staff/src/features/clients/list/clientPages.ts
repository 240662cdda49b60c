import {
  type ClientFilter,
  type ClientGroupKey,
  type ClientSort,
  type ClientsQuery,
  inBackground,
} from "@brokerdesk/api";
import type { Client, CombinedError } from "urql";
import { pipe, subscribe } from "wonka";
import { type ClientRow, ClientRowDocument, ClientsDocument } from "../documents.ts";
import { narrowed } from "../filter/tree.ts";
import { newestFirst } from "./view.ts";

export const pageSize = 100;
/** Milliseconds at most before a page is asked for once more. */
const rereadPause = 2000;
const dayMilliseconds = 86_400_000;

export interface ListQuestion {
  filter: ClientFilter | undefined;
  sort: ClientSort;
  search: string | undefined;
  /** Only the clients of one group. */
  group?: ClientGroupKey | undefined;
}

interface LoadedPage {
  after: string | null;
  data?: ClientsQuery["clients"] | undefined;
  stop: () => void;
}

export interface ListSnapshot {
  rows: readonly ClientRow[];
  /** Nothing has been answered yet. */
  loading: boolean;
  loadingMore: boolean;
  hasMore: boolean;
  error: CombinedError | undefined;
  /** Rows that came into being since, match the question, and are not shown yet. */
  waiting: readonly ClientRow[];
  /** Rows that slid in by themselves. */
  fresh: ReadonlySet<string>;
}

/**
 * One list of clients, page after page, kept up to date. Each page stays a live answer of the cache, so
 * that an edit anywhere shows in its row. Reloads replace the first page and drop the later ones.
 */
export class ClientPages {
  private pages: LoadedPage[] = [];
  private dropped = new Set<string>();
  private slidIn: ClientRow[] = [];
  private created = new Set<string>();
  private waiting: ClientRow[] = [];
  private error: CombinedError | undefined;
  private loading = true;
  private loadingMore = false;
  private readonly listeners = new Set<() => void>();
  private current: ListSnapshot;
  private generation = 0;
  private readonly startedAt = Date.now();

  constructor(
    private readonly client: Client,
    readonly question: ListQuestion,
  ) {
    this.current = this.build();
  }

  snapshot = (): ListSnapshot => this.current;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  start(): void {
    if (this.pages.length === 0) this.load(null, true);
  }

  /** Loads again from the top; what is shown stays until the answer is here. */
  reload(): void {
    this.load(null, true);
  }

  /** Asks for the loaded pages once more, one after the other and not all readers at once: rows are as they are now, in their places. */
  async reread(): Promise<void> {
    const { generation } = this;
    for (const { after } of [...this.pages]) {
      await new Promise((done) => setTimeout(done, Math.random() * rereadPause));
      if (generation !== this.generation) return;
      const variables = { first: pageSize, after, ...this.question };
      await this.client
        .query(ClientsDocument, variables, { requestPolicy: "network-only", ...inBackground })
        .toPromise();
    }
  }

  loadMore(): void {
    const last = this.pages.at(-1)?.data?.pageInfo;
    if (this.loadingMore || !last?.hasNextPage || !last.endCursor || this.error) return;
    this.load(last.endCursor, false);
  }

  retry(): void {
    const last = this.pages.at(-1)?.data?.pageInfo;
    this.error = undefined;
    if (last?.hasNextPage && last.endCursor) this.load(last.endCursor, false);
    else this.load(null, true);
  }

  stop(): void {
    this.generation += 1;
    for (const page of this.pages) page.stop();
    this.pages = [];
  }

  has(id: string): boolean {
    return this.current.rows.some((row) => row.id === id);
  }

  /** Reads one row again; a client that is out of reach now, or archived, leaves the list. */
  async refresh(id: string): Promise<void> {
    const { data, error } = await this.client
      .query(ClientRowDocument, { id }, { requestPolicy: "network-only", ...inBackground })
      .toPromise();
    if (error || data === undefined) return;
    const gone = data.client == null || (data.client.archivedAt != null && !this.asksForArchived());
    if (gone) this.dropped.add(id);
    else this.dropped.delete(id);
    this.slidIn = this.slidIn.map((row) => (row.id === id && data.client ? data.client : row));
    this.changed();
  }

  /**
   * Clients were created. Asks which of them belong into this list. With `slideIn` they appear at the top,
   * otherwise they wait until the reader wants them.
   */
  async arrived(ids: readonly string[], slideIn: boolean): Promise<void> {
    for (const id of ids) this.created.add(id);
    const since = new Date(this.startedAt - dayMilliseconds).toISOString();
    const filter = narrowed(this.question.filter, { createdAt: { from: since } });
    if (filter === undefined) return;
    const { generation } = this;
    const { search, group } = this.question;
    const variables = { first: pageSize, filter, sort: newestFirst, search, group };
    const { data } = await this.client
      .query(ClientsDocument, variables, { requestPolicy: "network-only", ...inBackground })
      .toPromise();
    if (data === undefined || generation !== this.generation) return;
    const shown = new Set(this.current.rows.map((row) => row.id));
    const matching = data.clients.edges
      .map((edge) => edge.node)
      .filter((row) => this.created.has(row.id) && !shown.has(row.id));
    if (slideIn) {
      this.slidIn = [...matching, ...this.slidIn];
      this.waiting = [];
    } else {
      this.waiting = matching;
    }
    this.changed();
  }

  private asksForArchived(): boolean {
    return JSON.stringify(this.question.filter ?? {}).includes('"archived":true');
  }

  private load(after: string | null, fromTop: boolean): void {
    if (fromTop) this.generation += 1;
    const { generation } = this;
    const page: LoadedPage = { after, stop: () => undefined };
    const old = fromTop ? this.pages : [];
    if (fromTop) this.error = undefined;
    this.loadingMore = !fromTop;
    let answered = false;
    const { unsubscribe } = pipe(
      this.client.query(
        ClientsDocument,
        { first: pageSize, after, ...this.question },
        { requestPolicy: fromTop ? "cache-and-network" : "network-only" },
      ),
      subscribe(({ data, error, stale }) => {
        if (generation !== this.generation) return;
        if (data !== undefined) page.data = data.clients;
        this.error = error && data === undefined ? error : undefined;
        if (data !== undefined && !answered) {
          answered = true;
          for (const each of old) each.stop();
          this.pages = fromTop ? [page] : [...this.pages, page];
          if (fromTop) this.startOver();
        }
        if (!stale || error) {
          this.loading = false;
          this.loadingMore = false;
        }
        this.changed();
      }),
    );
    page.stop = unsubscribe;
    this.changed();
  }

  private startOver() {
    this.dropped = new Set();
    this.slidIn = [];
    this.waiting = [];
    this.created = new Set();
  }

  private build(): ListSnapshot {
    const seen = new Set<string>();
    const rows: ClientRow[] = [];
    const add = (row: ClientRow) => {
      if (seen.has(row.id) || this.dropped.has(row.id)) return;
      seen.add(row.id);
      rows.push(row);
    };
    for (const row of this.slidIn) add(row);
    for (const page of this.pages) for (const edge of page.data?.edges ?? []) add(edge.node);
    return {
      rows,
      loading: this.loading && this.pages.length === 0,
      loadingMore: this.loadingMore,
      hasMore: this.pages.at(-1)?.data?.pageInfo.hasNextPage ?? false,
      error: this.error,
      waiting: this.waiting.filter((row) => !seen.has(row.id)),
      fresh: new Set(this.slidIn.map((row) => row.id)),
    };
  }

  private changed() {
    this.current = this.build();
    for (const listener of this.listeners) listener();
  }
}
