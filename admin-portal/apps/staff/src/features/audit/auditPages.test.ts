import { describe, expect, it } from "vitest";
import { AuditPages } from "./auditPages.ts";

interface Row {
  id: string;
  seq: number;
}

/** A server that holds rows 1…newest and answers in pages. */
function server(start: number, failAt?: number) {
  const state = { newest: start, asked: [] as (string | null)[] };
  const query = (_document: unknown, variables: { first: number; after: string | null }) => {
    state.asked.push(variables.after);
    const top = variables.after === null ? state.newest : Number(variables.after) - 1;
    const rows: Row[] = [];
    for (let seq = top; seq > Math.max(0, top - variables.first); seq -= 1) rows.push({ id: `evt_${seq}`, seq });
    const broken = state.asked.length === failAt;
    const pageInfo = { hasNextPage: top > variables.first, endCursor: String(rows.at(-1)?.seq ?? "") };
    const data = { auditEvents: { edges: rows.map((node) => ({ cursor: String(node.seq), node })), pageInfo } };
    return { toPromise: () => Promise.resolve(broken ? { error: new Error("away") } : { data }) };
  };
  return { state, client: { query } as never };
}
const seqs = (pages: AuditPages) => pages.snapshot().events.map((event) => event.seq);

describe("pages of the trail", () => {
  it("reads on until the beginning, by cursor, each row once", async () => {
    const { state, client } = server(120);
    const pages = new AuditPages(client, {});
    await pages.start();
    expect(seqs(pages)).toHaveLength(50);
    await pages.next();
    await pages.next();
    await pages.next();
    expect(seqs(pages)).toEqual(Array.from({ length: 120 }, (_, at) => 120 - at));
    expect(pages.snapshot().more).toBe(false);
    expect(state.asked).toEqual([null, "71", "21"]);
  });

  it("newer events wait until they are asked for", async () => {
    const { state, client } = server(10);
    const pages = new AuditPages(client, {});
    await pages.start();
    state.newest = 12;
    await pages.check();
    expect(pages.snapshot().waiting).toHaveLength(2);
    expect(seqs(pages)[0]).toBe(10);
    pages.showWaiting();
    expect(seqs(pages).slice(0, 3)).toEqual([12, 11, 10]);
    expect(pages.snapshot().waiting).toHaveLength(0);
  });

  it("a failed page keeps what was read and can be asked for again", async () => {
    const { client } = server(80, 2);
    const pages = new AuditPages(client, {});
    await pages.start();
    await pages.next();
    expect(pages.snapshot().error).toBeDefined();
    expect(seqs(pages)).toHaveLength(50);
    await pages.next();
    expect(seqs(pages)).toHaveLength(80);
  });
});
