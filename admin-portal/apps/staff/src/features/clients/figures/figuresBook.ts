import type { Client } from "urql";
import { type ClientFigures, ClientFiguresDocument } from "./documents.ts";

/** Rows that come on screen within this are asked for together. */
const gather = 60;
/** Figures on screen are asked for anew when they are older. */
const fresh = 30_000;
/** Most clients of one question. */
const most = 200;

interface Entry {
  figures: ClientFigures | undefined;
  at: number;
}

/** Figures of the clients on screen: one question for all rows that come into view, kept for half a minute. */
export class FiguresBook {
  readonly #client: Pick<Client, "query">;
  readonly #known = new Map<string, Entry>();
  readonly #watched = new Map<string, Set<() => void>>();
  readonly #wanted = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: Pick<Client, "query">) {
    this.#client = client;
  }

  of(id: string): ClientFigures | undefined {
    return this.#known.get(id)?.figures;
  }

  /** Tells when the figures of a client change; asks for them while somebody looks. */
  watch(id: string, changed: () => void): () => void {
    const watching = this.#watched.get(id) ?? new Set();
    this.#watched.set(id, watching.add(changed));
    this.#want(id);
    const again = setInterval(() => this.#want(id), fresh);
    return () => {
      clearInterval(again);
      watching.delete(changed);
      if (watching.size === 0) this.#watched.delete(id);
    };
  }

  #want(id: string) {
    const known = this.#known.get(id);
    if (known !== undefined && Date.now() - known.at < fresh - gather) return;
    this.#wanted.add(id);
    this.#timer ??= setTimeout(() => void this.#ask(), gather);
  }

  async #ask() {
    this.#timer = undefined;
    const ids = [...this.#wanted].filter((id) => this.#watched.has(id)).slice(0, most);
    this.#wanted.clear();
    if (ids.length === 0) return;
    const answer = await this.#client.query(
      ClientFiguresDocument,
      { clientIds: ids },
      { requestPolicy: "network-only" },
    );
    const found = answer.data?.clientFigures;
    if (found === undefined) return;
    const at = Date.now();
    const byId = new Map(found.map((figures) => [figures.clientId, figures]));
    for (const id of ids) {
      this.#known.set(id, { figures: byId.get(id), at });
      for (const changed of this.#watched.get(id) ?? []) changed();
    }
  }
}
