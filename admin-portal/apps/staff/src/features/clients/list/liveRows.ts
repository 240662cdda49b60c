import type { ClientChange } from "../../../app/live.tsx";
import type { ClientNews, ClientPages, ListQuestion, Reader } from "./clientPages.ts";
import { Pace } from "./pace.ts";

/** Most clients of one question; when more wait, the list is read again. */
const most = 100;
/** Milliseconds from the news to the question. */
const soon = 300;
/** Between questions about clients that are not on screen: not all readers ask at once. */
const between = () => 2000 + Math.random() * 500;
/** At most before a list is read again of which news were missed. */
const rereadPause = 2000;
/** Between two countings: when clients came or went, and when others may have. */
const recount = { sure: 1000, maybe: 10_000 };

/** Where the reader is, and what counts the clients. */
export interface LiveReader extends Reader {
  isVisible: (id: string) => boolean;
  onCounted: () => void;
}

/**
 * News of clients for one list. Many are of clients that are not in it: they are gathered, and the list asks now and then
 * which of them belong into it. Rows on screen are asked for at once.
 */
export class LiveRows {
  private readonly waiting = new Map<string, ClientNews>();
  private readonly onScreen = new Pace(() => {
    void this.check((id) => this.reader().isVisible(id));
    // what was on screen when it was told of and is no more is asked for with the others
    if (this.waiting.size > 0) this.others.want(soon, this.apart);
  });
  private readonly others = new Pace(() => void this.check(() => true));
  private readonly again = new Pace(() => void this.readAgain());
  private readonly time = new Pace(() => void this.pages.passTime(this.reader()));
  private readonly count = new Pace(() => this.reader().onCounted());
  private apart = 0;
  private reading = false;
  private on = false;
  /** Questions go one after the other: an older answer never undoes a newer one. */
  private asked: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly pages: ClientPages,
    private readonly reader: () => LiveReader,
  ) {}

  start(): void {
    this.on = true;
  }

  stop(): void {
    this.on = false;
    for (const pace of [this.onScreen, this.others, this.again, this.time, this.count]) pace.stop();
  }

  told(changes: readonly ClientChange[]): void {
    const { isVisible } = this.reader();
    for (const { id, kind, mine } of changes) {
      if (kind === "ARCHIVED") {
        this.count.want(soon, recount.sure);
        if (!this.pages.has(id) && !this.pages.asksForArchived()) continue;
      }
      this.keep({ id, mine, created: kind === "CREATED" });
      if (isVisible(id)) this.onScreen.want(soon);
      else this.others.want(soon, this.apart);
    }
    // a client that is not loaded may have left the list, or gone into another group
    this.count.want(recount.sure, recount.maybe);
  }

  /** News were missed, or came too fast. */
  missed(): void {
    this.waiting.clear();
    this.again.want(this.reader().isAtTop() ? 0 : Math.random() * rereadPause, rereadPause);
    this.count.want(0, recount.sure);
  }

  /** The question is the same one a while later. */
  movedOn(question: ListQuestion): void {
    this.pages.question = question;
    this.time.want(0);
  }

  /** One reading after the other. What fails is tried again. */
  private async readAgain() {
    if (this.reading) return this.again.want(rereadPause);
    this.reading = true;
    const done = await this.pages.reread({
      isAtTop: () => this.reader().isAtTop(),
      holds: (id) => this.reader().holds(id),
    });
    this.reading = false;
    if (!done && this.on && this.pages.snapshot().rows.length > 0) this.again.want(recount.maybe);
  }

  private keep(news: ClientNews) {
    const { mine = false, created = false } = this.waiting.get(news.id) ?? {};
    this.waiting.set(news.id, { id: news.id, mine: mine || news.mine, created: created || news.created });
  }

  private async check(isDue: (id: string) => boolean) {
    const news = [...this.waiting.values()].filter(({ id }) => isDue(id));
    if (news.length === 0) return;
    this.apart = news.length > most ? recount.maybe : between();
    if (news.length > most) return this.missed();
    for (const { id } of news) this.waiting.delete(id);
    const answer = this.asked.then(() => (this.on ? this.pages.check(news, this.reader()) : false));
    this.asked = answer;
    const moved = await answer;
    if (!this.on) return;
    if (moved) this.count.want(0, recount.sure);
    if (moved !== undefined) return;
    // it could not be asked
    for (const each of news) this.keep(each);
    this.others.want(recount.maybe);
  }
}
