/** Rows that come on screen within this are asked for together. */
const gather = 60;
/** What is on screen is asked for anew when it is older, unless a book says otherwise. */
const usual = 30_000;
/** Most clients of one question. */
const most = 200;

/** Something of the clients on screen: one question for all rows that come into view, kept for a while. */
export class RowsBook<Told> {
  readonly #fresh: number;
  readonly #ask: (ids: string[]) => Promise<Map<string, Told> | undefined>;
  readonly #known = new Map<string, { told: Told | undefined; at: number }>();
  readonly #watched = new Map<string, Set<() => void>>();
  readonly #wanted = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `ask` finds what is told of some clients; nothing when it could not be asked. */
  constructor(ask: (ids: string[]) => Promise<Map<string, Told> | undefined>, fresh = usual) {
    this.#ask = ask;
    this.#fresh = fresh;
  }

  of(id: string): Told | undefined {
    return this.#known.get(id)?.told;
  }

  /** Tells when that of a client changes; asks for it while somebody looks. */
  watch(id: string, changed: () => void): () => void {
    const watching = this.#watched.get(id) ?? new Set();
    this.#watched.set(id, watching.add(changed));
    this.#want(id);
    const again = setInterval(() => this.#want(id), this.#fresh);
    return () => {
      clearInterval(again);
      watching.delete(changed);
      if (watching.size === 0) this.#watched.delete(id);
    };
  }

  #want(id: string) {
    const known = this.#known.get(id);
    if (known !== undefined && Date.now() - known.at < this.#fresh - gather) return;
    this.#wanted.add(id);
    this.#timer ??= setTimeout(() => void this.#read(), gather);
  }

  async #read() {
    this.#timer = undefined;
    const ids = [...this.#wanted].filter((id) => this.#watched.has(id)).slice(0, most);
    this.#wanted.clear();
    if (ids.length === 0) return;
    const found = await this.#ask(ids);
    if (found === undefined) return;
    const at = Date.now();
    for (const id of ids) {
      this.#known.set(id, { told: found.get(id), at });
      for (const changed of this.#watched.get(id) ?? []) changed();
    }
  }
}
