import type { Client, OperationResult } from "urql";
import { expect, test, vi } from "vitest";
import { makeSubject, type Subject } from "wonka";
import { ClientPages } from "./clientPages.ts";
import { newestFirst } from "./view.ts";

interface Asked {
  name: string;
  variables: { after?: string | null; id?: string; filter?: unknown };
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
const row = (client: unknown) => ({ data: { client }, stale: false, hasNext: false }) as unknown as OperationResult;
const ids = (pages: ClientPages) => pages.snapshot().rows.map((each) => each.id);

function started() {
  const { client, asked } = handClient();
  const pages = new ClientPages(client, { filter: undefined, sort: newestFirst, search: undefined });
  pages.start();
  asked[0]?.subject.next(page(["c", "b"], "b"));
  return { pages, asked };
}

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
  const { pages, asked } = started();
  const arriving = pages.arrived(["d"], true);
  asked[1]?.subject.next(page(["d", "c"], null));
  await arriving;
  expect(ids(pages)).toEqual(["d", "c", "b"]);
  expect(pages.snapshot().fresh.has("d")).toBe(true);

  const waiting = pages.arrived(["e"], false);
  asked[2]?.subject.next(page(["e", "d"], null));
  await waiting;
  expect(ids(pages)).toEqual(["d", "c", "b"]);
  expect(pages.snapshot().waiting.map((each) => each.id)).toEqual(["e"]);
});

test("a new client that the question does not match never shows", async () => {
  const { pages, asked } = started();
  const arriving = pages.arrived(["other"], true);
  asked[1]?.subject.next(page(["c"], null));
  await arriving;
  expect(ids(pages)).toEqual(["c", "b"]);
  expect(pages.snapshot().waiting).toEqual([]);
});

test("a client that left the reader's reach leaves the list", async () => {
  const { pages, asked } = started();
  const refreshing = pages.refresh("b");
  asked[1]?.subject.next(row(null));
  await refreshing;
  expect(ids(pages)).toEqual(["c"]);
});

test("an error keeps the rows and can be tried again", () => {
  const { pages, asked } = started();
  pages.loadMore();
  asked[1]?.subject.next({ error: new Error("down"), stale: false, hasNext: false } as unknown as OperationResult);
  expect(ids(pages)).toEqual(["c", "b"]);
  expect(pages.snapshot().error).toBeDefined();
  pages.retry();
  asked[2]?.subject.next(page(["a"], null));
  expect(ids(pages)).toEqual(["c", "b", "a"]);
  expect(pages.snapshot().error).toBeUndefined();
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
