import { type Client, CombinedError, type OperationResult } from "urql";
import { expect, test, vi } from "vitest";
import { makeSubject, type Subject } from "wonka";
import { ClientPages, type ListQuestion, type Reader } from "./clientPages.ts";
import { newestFirst } from "./view.ts";

interface Asked {
  name: string;
  variables: { after?: string | null; first?: number; filter?: unknown };
  subject: Subject<OperationResult>;
}

/** A client whose answers the test gives by hand. */
function handClient() {
  const asked: Asked[] = [];
  const query = vi.fn((document: { definitions: { name?: { value: string } }[] }, variables: Asked["variables"]) => {
    const subject = makeSubject<OperationResult>();
    const name = document.definitions.find((definition) => definition.name)?.name?.value ?? "";
    const first = new Promise<OperationResult>((resolve) => {
      const next = (value: OperationResult) => {
        subject.next(value);
        resolve(value);
      };
      asked.push({ name, variables, subject: { ...subject, next } });
    });
    return Object.assign(subject.source, { toPromise: () => first });
  });
  return { client: { query } as unknown as Client, asked };
}

const node = (id: string) => ({ id, displayName: id, archivedAt: null, createdAt: "2026-11-22T10:00:00Z" });
const page = (ids: string[], endCursor: string | null) =>
  ({
    data: {
      clients: {
        edges: ids.map((id) => ({ cursor: id, node: node(id) })),
        pageInfo: { hasNextPage: endCursor !== null, endCursor },
      },
    },
    stale: false,
    hasNext: false,
  }) as unknown as OperationResult;
const failed = (error: CombinedError) => ({ error, stale: false, hasNext: false }) as unknown as OperationResult;
const failure = failed(new CombinedError({ networkError: new Error("down") }));
const ids = (pages: ClientPages) => pages.snapshot().rows.map((each) => each.id);
const waiting = (pages: ClientPages) => pages.snapshot().waiting.map((each) => each.id);
const soon = () => new Promise((done) => setTimeout(done));

function started(more: Partial<ListQuestion> = {}, end: string | null = "b") {
  const { client, asked } = handClient();
  const pages = new ClientPages(client, { filter: undefined, sort: newestFirst, search: undefined, ...more });
  pages.start();
  asked[0]?.subject.next(page(["c", "b"], end));
  return { pages, asked, answer: (at: number, result: OperationResult) => asked[at]?.subject.next(result) };
}

const news = (id: string, { created = false, mine = false } = {}) => ({ id, created, mine });
const atTop: Reader = { isAtTop: () => true, holds: () => false };
const below: Reader = { isAtTop: () => false, holds: () => false };
const leads = { filter: { stage: ["LEAD" as const] } };
const named = { field: "NAME" as const, direction: "ASC" as const };

test("pages follow each other by cursor, and only one is asked for at a time", () => {
  const { pages, asked } = started();
  expect(pages.snapshot()).toMatchObject({ loading: false, hasMore: true });
  pages.loadMore();
  pages.loadMore();
  expect(asked).toHaveLength(2);
  expect(asked[1]?.variables.after).toBe("b");
  asked[1]?.subject.next(page(["a"], null));
  expect(ids(pages)).toEqual(["c", "b", "a"]);
  expect(pages.snapshot().hasMore).toBe(false);
});

test("a new client slides in at the top, or waits until it is wanted", async () => {
  const { pages, asked, answer } = started();
  const first = pages.check([news("d", { created: true })], atTop);
  expect(asked[1]?.variables).toMatchObject({ filter: { ids: ["d"] }, first: 1, sort: newestFirst });
  answer(1, page(["d"], null));
  expect(await first).toBe(true);
  expect(ids(pages)).toEqual(["d", "c", "b"]);
  expect(pages.snapshot().fresh.has("d")).toBe(true);

  const second = pages.check([news("e", { created: true })], below);
  answer(2, page(["e"], null));
  await second;
  expect(ids(pages)).toEqual(["d", "c", "b"]);
  expect(waiting(pages)).toEqual(["e"]);

  const third = pages.check([news("f", { created: true })], atTop);
  answer(3, page(["f"], null));
  await third;
  expect(ids(pages)).toEqual(["f", "e", "d", "c", "b"]);
  expect(waiting(pages)).toEqual([]);
  expect(asked).toHaveLength(4);
});

test("a client that the question does not match never shows", async () => {
  const { pages, answer } = started(leads);
  const checking = pages.check([news("other", { created: true })], atTop);
  answer(1, page([], null));
  expect(await checking).toBe(false);
  expect(ids(pages)).toEqual(["c", "b"]);
  expect(waiting(pages)).toEqual([]);
});

test("a client that comes in stands in its place: the page is read again, and what is shown stays until then", async () => {
  const { pages, asked, answer } = started({ ...leads, sort: named });
  const checking = pages.check([news("bb")], atTop);
  expect(asked[1]?.variables.filter).toEqual({ stage: ["LEAD"], ids: ["bb"] });
  answer(1, page(["bb"], null));
  expect(await checking).toBe(true);
  expect(asked[2]?.variables).toMatchObject({ after: null, filter: leads.filter });
  expect(ids(pages)).toEqual(["c", "b"]);
  expect(waiting(pages)).toEqual([]);
  answer(2, page(["c", "bb"], "bb"));
  await soon();
  expect(ids(pages)).toEqual(["c", "bb"]);
  expect(pages.snapshot().fresh.has("bb")).toBe(true);
  pages.loadMore();
  expect(asked[3]?.variables.after).toBe("bb");
});

test("it waits where that cannot be read, below the top, and where several pages are loaded", async () => {
  const { pages, asked, answer } = started({ sort: named });
  const first = pages.check([news("x")], atTop);
  answer(1, page(["x"], null));
  await first;
  answer(2, failure);
  await soon();
  expect(waiting(pages)).toEqual(["x"]);
  expect(pages.snapshot().error).toBeUndefined();

  const second = pages.check([news("y")], below);
  answer(3, page(["y"], null));
  await second;
  expect(waiting(pages).sort()).toEqual(["x", "y"]);

  pages.loadMore();
  answer(4, page(["a"], null));
  const third = pages.check([news("z", { created: true })], atTop);
  answer(5, page(["z"], null));
  await third;
  expect(waiting(pages).sort()).toEqual(["x", "y", "z"]);
  expect(ids(pages)).toEqual(["c", "b", "a"]);
  expect(asked).toHaveLength(6);

  // one that belongs into the list no more waits no more
  const fourth = pages.check([news("y")], atTop);
  answer(6, page([], null));
  expect(await fourth).toBe(true);
  expect(waiting(pages).sort()).toEqual(["x", "z"]);
});

test("whom somebody else took out of the list leaves it; who comes back is where he was", async () => {
  const { pages, asked, answer } = started(leads);
  const leaving = pages.check([news("b"), news("c")], atTop);
  answer(1, page(["c"], null));
  expect(await leaving).toBe(true);
  expect(ids(pages)).toEqual(["c"]);
  const coming = pages.check([news("b")], below);
  answer(2, page(["b"], null));
  expect(await coming).toBe(true);
  expect(ids(pages)).toEqual(["c", "b"]);
  expect(waiting(pages)).toEqual([]);
  expect(asked).toHaveLength(3);
});

test("whom the reader changed himself, or has under his hand, stays; out of reach he goes at once", async () => {
  const { pages, asked, answer } = started(leads);
  const holding: Reader = { isAtTop: () => true, holds: (id) => id === "c" };
  const staying = pages.check([news("b", { mine: true }), news("c")], holding);
  answer(1, page([], null));
  await soon();
  expect(asked[2]?.variables.filter).toEqual({ ids: ["b", "c"] });
  answer(2, page(["c", "b"], null));
  expect(await staying).toBe(true);
  expect(ids(pages)).toEqual(["c", "b"]);

  // a reading would take them away: who comes in meanwhile waits
  const coming = pages.check([news("x")], holding);
  answer(3, page(["x"], null));
  await coming;
  expect(waiting(pages)).toEqual(["x"]);
  expect(asked).toHaveLength(4);

  const leaving = pages.check([news("b", { mine: true }), news("c", { mine: true })], holding);
  answer(4, page([], null));
  await soon();
  answer(5, page(["c"], null));
  await leaving;
  expect(ids(pages)).toEqual(["c"]);
});

test("what cannot be asked changes nothing, and says so", async () => {
  const { pages, answer } = started(leads);
  const checking = pages.check([news("b")], atTop);
  answer(1, failure);
  expect(await checking).toBeUndefined();
  expect(ids(pages)).toEqual(["c", "b"]);
});

test("pages that are read again join where they end now, and are shown together", async () => {
  const { pages, asked, answer } = started();
  pages.loadMore();
  answer(1, page(["a", "_"], "_"));
  const reading = pages.reread();
  // d came in: what was the end of a page is the beginning of the next one
  answer(2, page(["d", "c"], "c"));
  await soon();
  expect(ids(pages)).toEqual(["c", "b", "a", "_"]);
  expect(asked[3]?.variables.after).toBe("c");
  // who scrolls on meanwhile gets what follows the pages as they are then
  pages.loadMore();
  expect(asked).toHaveLength(4);
  // the cache tells the page that is shown as well: its last row is not lost
  answer(0, page(["d", "c"], "c"));
  expect(ids(pages)).toEqual(["c", "b", "a", "_"]);
  answer(3, page(["b", "a"], "a"));
  expect(await reading).toBe(true);
  expect(ids(pages)).toEqual(["d", "c", "b", "a"]);
  expect(asked[4]?.variables.after).toBe("a");
});

test("a reading that fails leaves the pages as they are, and a page that was being loaded is asked for again", async () => {
  const { pages, asked, answer } = started();
  pages.loadMore();
  const reading = pages.reread();
  answer(2, failure);
  expect(await reading).toBe(false);
  expect(ids(pages)).toEqual(["c", "b"]);
  expect(asked[3]?.variables.after).toBe("b");
  answer(1, page(["lost"], null));
  answer(3, page(["a"], null));
  expect(ids(pages)).toEqual(["c", "b", "a"]);
});

test("who left while pages are read again does not come back with an older answer", async () => {
  for (const again of [(pages: ClientPages) => void pages.reread(), (pages: ClientPages) => pages.reload()]) {
    const { pages, answer } = started(leads);
    again(pages);
    const checking = pages.check([news("b")], atTop);
    answer(2, page([], null));
    await checking;
    expect(ids(pages)).toEqual(["c"]);
    answer(1, page(["c", "b"], null));
    await soon();
    expect(ids(pages)).toEqual(["c"]);
  }
});

test("an answer of the cache that is asked for once more does not bring back who left", async () => {
  const { pages, answer } = started(leads);
  const checking = pages.check([news("b")], atTop);
  answer(1, page([], null));
  await checking;
  pages.reload();
  answer(2, { ...page(["c", "b"], null), stale: true });
  expect(ids(pages)).toEqual(["c"]);
  answer(2, page(["c", "b"], null));
  expect(ids(pages)).toEqual(["c", "b"]);
});

test("whom the time alone brings under the question comes in", async () => {
  const due = (before: string) => ({ filter: { nextFollowUpAt: { before } }, sort: named, search: undefined });
  const { pages, asked, answer } = started(due("10:00"));
  await pages.passTime(atTop);
  expect(asked).toHaveLength(1);
  pages.question = due("10:01");
  const passing = pages.passTime(below);
  expect(asked[1]?.variables.filter).toEqual({ nextFollowUpAt: { before: "10:01" }, not: due("10:00").filter });
  answer(1, page(["x"], null));
  await passing;
  expect(waiting(pages)).toEqual(["x"]);
  // one that could not be asked is asked with the next
  pages.question = due("10:02");
  const failing = pages.passTime(below);
  answer(2, failure);
  await failing;
  pages.question = due("10:03");
  void pages.passTime(below);
  expect(asked[3]?.variables.filter).toEqual({ nextFollowUpAt: { before: "10:03" }, not: due("10:01").filter });
});

test("nothing is asked after the end", async () => {
  const { pages, asked, answer } = started(leads);
  const checking = pages.check([news("b", { mine: true }), news("x")], atTop);
  pages.stop();
  answer(1, page(["x"], null));
  expect(await checking).toBeUndefined();
  expect(asked).toHaveLength(2);
});

test("an error keeps the rows and can be tried again", () => {
  const { pages, asked } = started();
  pages.loadMore();
  asked[1]?.subject.next(failure);
  expect(ids(pages)).toEqual(["c", "b"]);
  expect(pages.snapshot().error).toBeDefined();
  pages.retry();
  asked[2]?.subject.next(page(["a"], null));
  expect(ids(pages)).toEqual(["c", "b", "a"]);
  expect(pages.snapshot().error).toBeUndefined();
});

test("a first page that could not be loaded is asked for again, also where rows are shown", () => {
  const { client, asked } = handClient();
  const pages = new ClientPages(client, { filter: undefined, sort: newestFirst, search: undefined });
  pages.start();
  asked[0]?.subject.next(failure);
  expect(pages.snapshot()).toMatchObject({ loading: false, error: failure.error });
  pages.retry();
  expect(pages.snapshot()).toMatchObject({ loading: true, error: undefined });
  asked[1]?.subject.next(page(["c", "b"], "b"));
  pages.reload();
  asked[2]?.subject.next(failure);
  expect(ids(pages)).toEqual(["c", "b"]);
  pages.retry();
  expect(asked[3]?.variables.after).toBeNull();
  asked[3]?.subject.next(page(["d", "c"], "c"));
  expect(ids(pages)).toEqual(["d", "c"]);
});

test("only the first page is read again where that is enough; where it fails all stays as it is", async () => {
  const { pages, asked, answer } = started();
  pages.loadMore();
  answer(1, page(["a"], null));
  const failing = pages.reread(atTop);
  answer(2, failure);
  expect(await failing).toBe(false);
  expect(ids(pages)).toEqual(["c", "b", "a"]);
  expect(pages.snapshot().error).toBeUndefined();
  const reading = pages.reread(atTop);
  answer(3, page(["d", "c"], "c"));
  expect(await reading).toBe(true);
  expect(ids(pages)).toEqual(["d", "c"]);
  expect(asked).toHaveLength(4);
});

test("what is under the reader's hand and left the pages is shown on top, while it is within reach", async () => {
  const { pages, answer, asked } = started();
  const reading = pages.reread({ isAtTop: () => true, holds: () => true });
  answer(1, page(["d"], null));
  await soon();
  expect(asked[2]?.variables.filter).toEqual({ ids: ["c", "b"] });
  answer(2, page(["b"], null));
  expect(await reading).toBe(true);
  expect(ids(pages)).toEqual(["b", "d"]);
});

test("a question that is not answered to this reader any more leaves nothing of what was shown", async () => {
  const { pages, asked, answer } = started();
  pages.loadMore();
  answer(1, page(["a"], null));
  const refusal = new CombinedError({
    graphQLErrors: [{ message: "no", extensions: { code: "invalid_input" } }],
  });
  asked[0]?.subject.next(failed(refusal));
  expect(ids(pages)).toEqual([]);
  expect(pages.snapshot()).toMatchObject({ error: refusal, loading: false });
  pages.retry();
  expect(asked[2]?.variables.after).toBeNull();
});

test("next rows that could not be loaded are asked for again when the others could be read again", async () => {
  const { pages, asked, answer } = started();
  pages.loadMore();
  answer(1, failure);
  const failing = pages.reread();
  answer(2, failure);
  expect(await failing).toBe(false);
  expect(pages.snapshot().error).toBeDefined();
  expect(asked).toHaveLength(3);
  const reading = pages.reread();
  answer(3, page(["d", "c"], "c"));
  expect(await reading).toBe(true);
  expect(pages.snapshot().error).toBeUndefined();
  expect(asked[4]?.variables.after).toBe("c");
});

test("a list that could not be loaded is read in the background too; one that is on its way is left to come", async () => {
  const { client, asked } = handClient();
  const pages = new ClientPages(client, { filter: undefined, sort: newestFirst, search: undefined });
  pages.start();
  expect(await pages.reread(atTop)).toBe(false);
  expect(asked).toHaveLength(1);
  asked[0]?.subject.next(failure);
  const reading = pages.reread(atTop);
  asked[1]?.subject.next(page(["a"], null));
  expect(await reading).toBe(true);
  expect(pages.snapshot()).toMatchObject({ error: undefined, loading: false });
  expect(ids(pages)).toEqual(["a"]);
});

test("a reading that another one takes the place of says that it was not done", async () => {
  const { pages, answer } = started();
  const first = pages.reread();
  const second = pages.reread();
  expect(await first).toBe(false);
  answer(2, page(["d"], null));
  expect(await second).toBe(true);
  expect(ids(pages)).toEqual(["d"]);
});

test("loading again from the top drops what was loaded below", () => {
  const { pages, asked } = started();
  pages.loadMore();
  asked[1]?.subject.next(page(["a"], null));
  pages.reload();
  expect(ids(pages)).toEqual(["c", "b", "a"]);
  asked[2]?.subject.next(page(["d", "c"], "c"));
  expect(ids(pages)).toEqual(["d", "c"]);
});
