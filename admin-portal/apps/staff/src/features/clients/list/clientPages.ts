import {
  type ClientFilter,
  type ClientGroupKey,
  type ClientSort,
  type ClientsQuery,
  inBackground,
} from "@brokerdesk/api";
import type { Client, CombinedError, OperationContext } from "urql";
import { pipe, subscribe } from "wonka";
import { type ClientRow, ClientsDocument } from "../documents.ts";
import { narrowed } from "../filter/tree.ts";
import { isNewestFirst } from "./view.ts";

export const pageSize = 100;

export interface ListQuestion {
  filter: ClientFilter | undefined;
  sort: ClientSort;
  search: string | undefined;
  /** Only the clients of one group. */
  group?: ClientGroupKey | undefined;
}

/** What is told of a client. */
export interface ClientNews {
  id: string;
  created: boolean;
  /** The reader did it. */
  mine: boolean;
}

/** Where the reader is. */
export interface Reader {
  isAtTop: () => boolean;
  /** Whether a row is under the reader's hand: opened, marked or ticked. */
  holds: (id: string) => boolean;
}

interface LoadedPage {
  data?: ClientsQuery["clients"] | undefined;
  stop: () => void;
}

/** What is known of a client besides the pages; a reading that begins later knows it too. */
interface Mark {
  turn: number;
  /** It left the list. */
  gone?: boolean;
  /** It belongs into the list no more, and is still shown. */
  stays?: boolean;
  /** It came into the list: it waits, or stands on top. */
  row?: ClientRow | undefined;
  onTop?: boolean;
  created?: boolean;
}

/** Most clients under the reader's hand that are looked for when they left the pages. */
const mostHeld = 100;

/** Whether the server will not answer this question to this reader at all: what he was shown before is not his to see. */
function isRefused(error: CombinedError | undefined): boolean {
  return ["forbidden", "invalid_input"].includes(String(error?.graphQLErrors[0]?.extensions?.code));
}

/** Clients by their ids; nothing where they could not be asked for. */
type Found = Map<string, ClientRow> | undefined;

export interface ListSnapshot {
  rows: readonly ClientRow[];
  /** Nothing has been answered yet. */
  loading: boolean;
  loadingMore: boolean;
  hasMore: boolean;
  error: CombinedError | undefined;
  /** Rows that came into the list since, and are not shown yet. */
  waiting: readonly ClientRow[];
  /** Rows that came in by themselves. */
  fresh: ReadonlySet<string>;
}

/**
 * One list of clients, page after page, kept up to date. Each page stays a live answer of the cache, so
 * that an edit anywhere shows in its row. Reloads replace the first page and drop the later ones.
 */
export class ClientPages {
  private pages: LoadedPage[] = [];
  /** Asked for and not shown yet. */
  private coming: LoadedPage[] = [];
  /** What is shown while all pages are read again: the cache tells of each page as soon as it has it. */
  private held: readonly LoadedPage["data"][] | undefined;
  private marks = new Map<string, Mark>();
  private fresh = new Set<string>();
  private shown = new Set<string>();
  private error: CombinedError | undefined;
  private loading = true;
  private loadingMore = false;
  private wantsMore = false;
  /** The page that was asked for last is the first one. */
  private fromTop = true;
  private running = false;
  private turn = 0;
  /** As the filter was when it was last asked who came under it by the time alone. */
  private timed: ClientFilter | undefined;
  private readonly listeners = new Set<() => void>();
  private current: ListSnapshot;

  constructor(
    private readonly client: Client,
    /** Moves on with the time; it stays the same one. */
    public question: ListQuestion,
  ) {
    this.timed = question.filter;
    this.current = this.build();
  }

  snapshot = (): ListSnapshot => this.current;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  start(): void {
    this.running = true;
    if (this.pages.length === 0) this.load(null);
  }

  /** Loads again from the top; what is shown stays until the answer is here. */
  reload(): void {
    this.load(null);
  }

  /**
   * Reads the loaded pages again, each from where the one before it ends now, and shows them all at once: rows are as they
   * are now, in their places, none is lost between two pages and none stands twice. At the top the first page is enough for
   * a reader who has nothing further down under his hand. What he has under his hand and left the pages is shown on top.
   * Tells whether that could be done; where it could not, all stays as it is.
   */
  async reread(reader?: Reader): Promise<boolean> {
    // the first page is on its way
    if (this.pages.length === 0 && !this.error) return false;
    const { rows } = this.current;
    const enough = () => reader?.isAtTop() && !rows.slice(pageSize).some(({ id }) => reader.holds(id));
    const count = Math.max(1, this.pages.length);
    // rows that could not be loaded are asked for again when the others could
    const wantsMore = this.wantsMore || this.loadingMore || (!this.fromTop && this.error !== undefined);
    const turn = this.begin();
    this.wantsMore = wantsMore;
    this.held = this.pages.map(({ data }) => data);
    let after: string | null | undefined = null;
    for (let n = 0; n < count && after !== undefined; n += 1) {
      const page: LoadedPage | undefined = await this.again(after);
      if (turn !== this.turn) return false;
      const info = page?.data?.pageInfo;
      if (info === undefined) {
        this.goOn();
        return false;
      }
      after = info.hasNextPage && info.endCursor && !enough() ? info.endCursor : undefined;
    }
    const read = new Set(this.coming.flatMap(({ data }) => data?.edges.map(({ node }) => node.id) ?? []));
    const held = rows.filter(({ id }) => !read.has(id) && reader?.holds(id)).slice(0, mostHeld);
    const near = await this.near(held.map(({ id }) => id));
    if (turn !== this.turn) return false;
    if (near !== undefined) {
      for (const page of this.pages) page.stop();
      this.pages = this.coming;
      this.coming = [];
      this.error = undefined;
      this.settle(turn);
      for (const [id, row] of near) this.mark(id, { stays: true, row, onTop: true });
    }
    this.goOn();
    return near !== undefined;
  }

  loadMore(): void {
    const last = this.pages.at(-1)?.data?.pageInfo;
    if (this.loadingMore || !last?.hasNextPage || !last.endCursor || this.error) return;
    // where the next page begins is known when the others are read
    if (this.held) this.wantsMore = true;
    else this.load(last.endCursor);
  }

  retry(): void {
    const last = this.pages.at(-1)?.data?.pageInfo;
    this.error = undefined;
    this.load((!this.fromTop && last?.hasNextPage && last.endCursor) || null);
  }

  stop(): void {
    this.running = false;
    this.begin();
    for (const page of this.pages) page.stop();
    this.pages = [];
  }

  /** Whether a client is shown, or waits. */
  has(id: string): boolean {
    return this.shown.has(id) || this.marks.get(id)?.row !== undefined;
  }

  asksForArchived(): boolean {
    return JSON.stringify(this.question.filter ?? {}).includes('"archived":true');
  }

  /**
   * Clients changed: asks which of them belong into this list. Who belongs into it now comes in, who does no more leaves.
   * What the reader changed himself or has under his hand stays in its place and shows what it is now, while it is within
   * reach: rows do not jump away from under the hand, and nobody works on what he may not see. Tells whether any client
   * came or went; nothing where that could not be asked.
   */
  async check(news: readonly ClientNews[], reader: Reader): Promise<boolean | undefined> {
    const { filter } = this.question;
    const within = narrowed(filter, { ids: news.map(({ id }) => id) });
    // of a filter that is full only the reach can be asked
    const fits: Found = within ? await this.find({ ...this.question, filter: within }, news.length) : new Map();
    if (fits === undefined) return undefined;
    const held = news
      .filter(({ id, mine }) => this.shown.has(id) && !fits.has(id) && (mine || !within || reader.holds(id)))
      .map(({ id }) => id);
    const near = await this.near(held);
    if (near === undefined) return undefined;
    let moved = false;
    for (const { id } of news) {
      const mark = this.marks.get(id);
      const row = fits.get(id) ?? near.get(id);
      const stays = within !== undefined && !fits.has(id);
      if (this.shown.has(id)) {
        moved ||= stays !== (mark?.stays ?? false);
        if (row === undefined) this.mark(id, { gone: true });
        else if (mark || stays) this.mark(id, { ...mark, stays, row: mark?.row && row });
      } else if (mark?.row && stays) {
        this.marks.delete(id);
        moved = true;
      }
    }
    const created = new Set(news.filter((each) => each.created).map(({ id }) => id));
    if (this.comeIn(fits.values(), created, reader)) moved = true;
    this.changed();
    return moved;
  }

  /** Who came under the question since by the time alone comes in. Whom time takes out leaves with the next reading. */
  async passTime(reader: Reader): Promise<void> {
    const { filter } = this.question;
    if (!filter || !this.timed || JSON.stringify(filter) === JSON.stringify(this.timed)) return;
    const since = narrowed(filter, { not: this.timed });
    const found = since && (await this.find({ ...this.question, filter: since }, pageSize));
    if (found === undefined) return;
    this.timed = filter;
    this.comeIn(found.values(), new Set(), reader);
    this.changed();
  }

  /**
   * Clients belong into the list now. At the top of it they are shown at once: new ones slide in where the newest are first,
   * others stand in their places, as long as that is one page and the reading takes nothing from under the reader's hand.
   * Else they wait until the reader wants them.
   */
  private comeIn(rows: Iterable<ClientRow>, created: ReadonlySet<string>, reader: Reader): boolean {
    let came = false;
    for (const row of [...rows].reverse()) {
      const mark = this.marks.get(row.id);
      if (this.shown.has(row.id)) continue;
      came ||= mark?.row === undefined;
      // who left and comes back is shown where he was
      if (mark?.gone && this.pages.some(({ data }) => data?.edges.some(({ node }) => node.id === row.id)))
        this.marks.delete(row.id);
      else this.mark(row.id, { created: mark?.created ?? created.has(row.id), row });
    }
    const waiting = [...this.marks].filter(([id, mark]) => mark.row && !this.shown.has(id));
    if (!came || waiting.length === 0 || !reader.isAtTop()) return came;
    const newest = isNewestFirst(this.question.sort);
    const sliding = waiting.filter(([, mark]) => newest && mark.created);
    const hand = [...this.marks.values()].some(({ stays }) => stays);
    const inPlace = sliding.length < waiting.length && this.pages.length === 1 && !hand;
    for (const [id, mark] of inPlace ? waiting : sliding) {
      this.fresh.add(id);
      this.marks.delete(id);
      if (!inPlace) this.mark(id, { ...mark, onTop: true });
    }
    if (inPlace)
      void this.reread().then((done) => {
        if (done || !this.running) return;
        for (const [id, mark] of waiting) if (!this.has(id)) this.mark(id, mark);
        this.changed();
      });
    return true;
  }

  private mark(id: string, mark: Omit<Mark, "turn">) {
    this.marks.set(id, { ...mark, turn: this.turn });
  }

  /** The clients that another question finds, in their order. */
  private async find(question: Partial<ListQuestion>, first: number): Promise<Found> {
    const variables = { first, ...question, sort: this.question.sort };
    const { data } = await this.client
      .query(ClientsDocument, variables, { requestPolicy: "network-only", ...inBackground })
      .toPromise();
    if (data === undefined || !this.running) return undefined;
    return new Map(data.clients.edges.map(({ node }) => [node.id, node]));
  }

  /** Which of some clients are within reach and in use, whether they belong into the list or not. */
  private async near(ids: string[]): Promise<Found> {
    return ids.length > 0 ? this.find({ filter: { ids } }, ids.length) : new Map();
  }

  /** What was shown is not to be seen any more, and the question is not answered. */
  private refuse(error: CombinedError) {
    this.begin();
    for (const page of this.pages) page.stop();
    this.pages = [];
    this.marks.clear();
    this.fromTop = true;
    this.loading = false;
    this.error = error;
    this.changed();
  }

  /** A reading of the list begins: one that is under way is given up. */
  private begin(): number {
    for (const page of this.coming) page.stop();
    this.coming = [];
    this.held = undefined;
    this.loadingMore = false;
    this.wantsMore = false;
    this.turn += 1;
    return this.turn;
  }

  /** Reading again is over. */
  private goOn() {
    const { wantsMore } = this;
    this.begin();
    this.changed();
    if (wantsMore) this.loadMore();
  }

  /** What was noted before a reading began is in its answer. */
  private settle(turn: number) {
    for (const [id, mark] of this.marks) if (mark.turn < turn) this.marks.delete(id);
  }

  private load(after: string | null): void {
    const turn = this.begin();
    const fromTop = after === null;
    if (fromTop) this.error = undefined;
    this.fromTop = fromTop;
    this.loading = fromTop;
    this.loadingMore = !fromTop;
    let done = false;
    this.ask(after, { requestPolicy: fromTop ? "cache-and-network" : "network-only" }, (page, error, stale) => {
      if (page.data && this.coming.includes(page)) {
        this.coming = [];
        if (fromTop) for (const each of this.pages) each.stop();
        this.pages = fromTop ? [page] : [...this.pages, page];
      }
      // a stale answer is an older one, be it that it failed
      if (!done && !stale) {
        done = true;
        this.error = error;
        this.loading = false;
        this.loadingMore = false;
        if (fromTop && !error) {
          this.fresh = new Set();
          this.settle(turn);
        }
      }
      this.changed();
    });
    this.changed();
  }

  private again(after: string | null): Promise<LoadedPage | undefined> {
    return new Promise((resolve) =>
      this.ask(
        after,
        { requestPolicy: "network-only", ...inBackground },
        (page, error, stale) => {
          if (!stale) resolve(error ? undefined : page);
          if (!this.coming.includes(page)) this.changed();
        },
        () => resolve(undefined),
      ),
    );
  }

  /** Asks for a page, which stays a live answer of the cache; `told` hears of each of its answers, `stopped` of its end. */
  private ask(
    after: string | null,
    context: Partial<OperationContext>,
    told: (page: LoadedPage, error: CombinedError | undefined, stale: boolean) => void,
    stopped?: () => void,
  ) {
    const page: LoadedPage = { stop: () => undefined };
    this.coming.push(page);
    const { unsubscribe } = pipe(
      this.client.query(ClientsDocument, { first: pageSize, after, ...this.question }, context),
      subscribe(({ data, error, stale }) => {
        if (data !== undefined) page.data = data.clients;
        else if (error && !stale && isRefused(error)) return this.refuse(error);
        told(page, data === undefined ? error : undefined, stale);
      }),
    );
    page.stop = () => {
      unsubscribe();
      stopped?.();
    };
  }

  private build(): ListSnapshot {
    const seen = new Set<string>();
    const rows: ClientRow[] = [];
    const add = (row: ClientRow) => {
      if (seen.has(row.id) || this.marks.get(row.id)?.gone) return;
      seen.add(row.id);
      rows.push(row);
    };
    const marks = [...this.marks.values()].reverse();
    for (const { onTop, row } of marks) if (onTop && row) add(row);
    const pages = this.held ?? this.pages.map(({ data }) => data);
    for (const page of pages) for (const { node } of page?.edges ?? []) add(node);
    this.shown = seen;
    return {
      rows,
      loading: this.loading && this.pages.length === 0,
      loadingMore: this.loadingMore,
      hasMore: this.pages.at(-1)?.data?.pageInfo.hasNextPage ?? false,
      error: this.error,
      waiting: marks.flatMap(({ row }) => (row && !seen.has(row.id) ? [row] : [])),
      fresh: this.fresh,
    };
  }

  private changed() {
    this.current = this.build();
    for (const listener of this.listeners) listener();
  }
}
