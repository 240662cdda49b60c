import { type ClientFilter, type ClientRowFragment, createPortalClient } from "@brokerdesk/api";
import { act, renderHook } from "@testing-library/react";
import { Provider } from "urql";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ClientChange } from "../../../app/live.tsx";
import type { ListQuestion } from "./clientPages.ts";
import { newestFirst } from "./view.ts";

const live = vi.hoisted(() => ({
  told: (_: readonly ClientChange[]): void => {},
  missed: (): void => {},
}));
vi.mock("../../../app/live.tsx", () => ({
  useClientChanges: (listener: typeof live.told) => {
    live.told = listener;
  },
  useMissedNews: (listener: typeof live.missed) => {
    live.missed = listener;
  },
}));
const { useClientPages, useLiveRows } = await import("./useClientPages.ts");

/** A client as the server has it; the list asks for leads. */
interface Kept {
  id: string;
  name: string;
  lead: boolean;
  inReach: boolean;
  due: string;
}

interface Asked {
  first: number;
  after?: string | null;
  filter?: ClientFilter;
}

const masked = { __typename: "MaskedText" as const, display: null, masked: false, canReveal: false, present: false };
const rowOf = ({ id, name, due }: Kept): ClientRowFragment => ({
  __typename: "Client",
  id,
  number: id,
  version: 1,
  kind: "INDIVIDUAL",
  stage: "LEAD",
  displayName: name,
  email: masked,
  phone: masked,
  country: null,
  language: null,
  salesStatus: { __typename: "ClientStatusOption", id: "sta_1", name: "New", type: "OPEN", color: "#000" },
  retentionStatus: null,
  kycStatus: "NONE" as ClientRowFragment["kycStatus"],
  status: "ACTIVE" as ClientRowFragment["status"],
  owner: null,
  team: null,
  tags: [],
  source: null,
  createdAt: due,
  updatedAt: due,
  lastContactAt: null,
  nextFollowUpAt: due,
  archivedAt: null,
  doNotCall: false,
});

/** A server with these clients, in the order of the list; what it was asked in the background. */
function server(...names: string[]) {
  const kept = names.map((name): Kept => ({ id: name, name, lead: true, inReach: true, due: "2026-12-01T10:00:00Z" }));
  const state = { down: false };
  const asked: Asked[] = [];
  const holds = (client: Kept, { ids, stage, nextFollowUpAt, not }: ClientFilter): boolean =>
    (!ids || ids.includes(client.id)) &&
    (!stage || client.lead) &&
    (!nextFollowUpAt?.before || client.due < nextFollowUpAt.before) &&
    (!not || !holds(client, not));
  const answer = ({ first, after, filter = {} }: Asked) => {
    const found = kept.filter((client) => client.inReach && holds(client, filter));
    const from = after ? kept.findIndex(({ id }) => id === after) : -1;
    const rest = found.filter((client) => kept.indexOf(client) > from);
    const edges = rest
      .slice(0, first)
      .map((client) => ({ __typename: "ClientEdge", cursor: client.id, node: rowOf(client) }));
    const pageInfo = {
      __typename: "PageInfo",
      hasNextPage: rest.length > first,
      endCursor: edges.at(-1)?.cursor ?? null,
    };
    return { __typename: "Query", clients: { __typename: "ClientConnection", edges, pageInfo } };
  };
  vi.stubGlobal("fetch", async (_: string, { body, headers }: { body: string; headers: Record<string, string> }) => {
    const { variables } = JSON.parse(body) as { variables: Asked };
    if (headers["x-background"]) asked.push(variables);
    const data = state.down ? undefined : answer(variables);
    await new Promise((done) => setTimeout(done, 20));
    if (data === undefined) throw new TypeError("Failed to fetch");
    return new Response(JSON.stringify({ data }), { headers: { "content-type": "application/graphql-response+json" } });
  });
  const find = (id: string) => kept.find((client) => client.id === id) ?? expect.fail(id);
  const add = (name: string, before?: string, more: Partial<Kept> = {}) => {
    const at = before ? kept.findIndex(({ id }) => id === before) : kept.length;
    kept.splice(at, 0, { id: name, name, lead: true, inReach: true, due: "2026-12-01T10:00:00Z", ...more });
  };
  return { state, asked, find, add };
}

const leads: ListQuestion = {
  filter: { stage: ["LEAD"] },
  sort: { field: "NAME", direction: "ASC" },
  search: undefined,
};
const pass = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds));

/** The list as a reader has it before him. */
async function reading(question: ListQuestion = leads) {
  const reader = { isAtTop: true, visible: (_: string) => true, held: "" };
  const onCounted = vi.fn();
  const { client } = createPortalClient({
    origin: "https://northwind.localhost",
    askStepUp: async () => false as never,
    onSessionEnded: () => undefined,
    told: (data) => data,
  });
  const { result, rerender, unmount } = renderHook(
    ({ asked }) => {
      const { pages, snapshot } = useClientPages(asked, "the same");
      useLiveRows(pages, asked, {
        isAtTop: () => reader.isAtTop,
        isVisible: (id) => pages.has(id) && reader.visible(id),
        holds: (id) => id === reader.held,
        onCounted,
      });
      return { pages, snapshot };
    },
    {
      initialProps: { asked: question },
      wrapper: ({ children }) => <Provider value={client}>{children}</Provider>,
    },
  );
  await pass(100);
  return {
    reader,
    onCounted,
    unmount,
    pages: () => result.current.pages,
    ids: () => result.current.snapshot.rows.map(({ id }) => id),
    names: () => result.current.snapshot.rows.map(({ displayName }) => displayName),
    waiting: () => result.current.snapshot.waiting.map(({ id }) => id),
    ask: (next: ListQuestion) => rerender({ asked: next }),
    tell: (...changes: (Partial<ClientChange> & { id: string })[]) =>
      act(() => live.told(changes.map((change) => ({ kind: "UPDATED", version: 2, mine: false, ...change })))),
  };
}

const many = (count: number, name = "n") => Array.from({ length: count }, (_, at) => `${name}${at}`);

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-12-01T12:00:00Z") }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  Object.defineProperty(document, "hidden", { configurable: true, get: () => false });
});

test("a client that was given to the reader, or restored, appears in its place, and is counted", async () => {
  const { add, asked } = server("a", "c");
  const list = await reading();
  add("b", "c");
  list.tell({ id: "b" });
  await pass(400);
  expect(list.ids()).toEqual(["a", "b", "c"]);
  expect(list.waiting()).toEqual([]);
  expect(asked.map(({ filter }) => filter)).toEqual([{ stage: ["LEAD"], ids: ["b"] }, { stage: ["LEAD"] }]);
  await pass(1000);
  expect(list.onCounted).toHaveBeenCalledTimes(1);
});

test("it waits where the reader is further down, and where several pages are loaded", async () => {
  const { add } = server(...many(150));
  const list = await reading();
  list.reader.isAtTop = false;
  add("x", "n1");
  list.tell({ id: "x" });
  await pass(500);
  expect(list.waiting()).toEqual(["x"]);
  expect(list.ids()).toHaveLength(100);

  list.reader.isAtTop = true;
  act(() => list.pages().loadMore());
  await pass(100);
  expect(list.ids()).toHaveLength(150);
  add("y", "n1");
  list.tell({ id: "y" });
  await pass(3000);
  expect(list.waiting().sort()).toEqual(["x", "y"]);
  act(() => list.pages().reload());
  await pass(100);
  expect(list.ids().slice(0, 4)).toEqual(["n0", "x", "y", "n1"]);
  expect(list.waiting()).toEqual([]);
});

test("a new client slides in where the newest are first", async () => {
  const { add, asked } = server("b", "a");
  const list = await reading({ ...leads, sort: newestFirst });
  add("c", "b");
  list.tell({ id: "c", kind: "CREATED" });
  await pass(400);
  expect(list.ids()).toEqual(["c", "b", "a"]);
  expect(asked).toHaveLength(1);
});

test("a row that a colleague took out of the list leaves, and the clients are counted within a second", async () => {
  const { find } = server("a", "b");
  const list = await reading();
  find("b").lead = false;
  list.tell({ id: "b" });
  await pass(299);
  expect(list.ids()).toEqual(["a", "b"]);
  await pass(100);
  expect(list.ids()).toEqual(["a"]);
  expect(list.onCounted).toHaveBeenCalledTimes(1);
});

test("a row that the reader changed, or has opened, stays and shows what it is now; out of reach it goes at once", async () => {
  const { find } = server("a", "b", "c");
  const list = await reading();
  list.reader.held = "b";
  Object.assign(find("a"), { lead: false, name: "mine" });
  Object.assign(find("b"), { lead: false, name: "open" });
  list.tell({ id: "a", mine: true }, { id: "b" });
  await pass(500);
  expect(list.names()).toEqual(["mine", "open", "c"]);
  expect(list.onCounted).toHaveBeenCalledTimes(1);
  find("a").inReach = false;
  find("b").inReach = false;
  list.tell({ id: "a", mine: true }, { id: "b" });
  await pass(400);
  expect(list.names()).toEqual(["c"]);
});

test("a row that still belongs into the list shows what it is now", async () => {
  const { find, asked } = server("a", "b");
  const list = await reading();
  find("b").name = "renamed";
  list.tell({ id: "b" });
  await pass(400);
  expect(list.names()).toEqual(["a", "renamed"]);
  expect(asked).toHaveLength(1);
});

test("many changes of other clients make few questions and few countings, and the last change is counted", async () => {
  const { asked } = server("a");
  const list = await reading();
  list.tell(...many(100).map((id) => ({ id })));
  await pass(1500);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.filter?.ids).toHaveLength(100);
  expect(list.onCounted).toHaveBeenCalledTimes(1);
  for (let n = 0; n < 80; n += 1) {
    list.tell({ id: `m${n}` });
    await pass(100);
  }
  expect(asked.length).toBeLessThanOrEqual(5);
  expect(list.onCounted).toHaveBeenCalledTimes(1);
  await pass(2500);
  expect(asked.flatMap(({ filter }) => filter?.ids ?? [])).toHaveLength(180);
  expect(list.onCounted).toHaveBeenCalledTimes(2);
  await pass(60_000);
  expect(list.onCounted).toHaveBeenCalledTimes(2);
});

test("more changes than one question takes are as missed news: the list is read again, not more than once in a while", async () => {
  const { add, asked } = server("a", "c");
  const list = await reading();
  add("b", "c");
  for (let n = 0; n < 5; n += 1) {
    list.tell(...many(101, `m${n}`).map((id) => ({ id })));
    await pass(1000);
  }
  expect(asked).toEqual([expect.objectContaining({ after: null, filter: leads.filter })]);
  expect(list.ids()).toEqual(["a", "b", "c"]);
  expect(list.onCounted).toHaveBeenCalled();
});

test("missed news below the top: the pages are read again in their places", async () => {
  const { add, find } = server(...many(150));
  const list = await reading();
  act(() => list.pages().loadMore());
  await pass(100);
  list.reader.isAtTop = false;
  add("x", "n1");
  find("n120").inReach = false;
  const drawn: string[][] = [];
  list.pages().subscribe(() => {
    drawn.push(
      list
        .pages()
        .snapshot()
        .rows.map(({ id }) => id),
    );
  });
  act(() => live.missed());
  await pass(2200);
  // the last row of the first page is the first one of the second now, and was never lost between them
  expect(drawn.every((ids) => ids.includes("n99"))).toBe(true);
  expect(list.ids()).toEqual(["n0", "x", ...many(150).slice(1)].filter((id) => id !== "n120"));
});

test("what could not be asked is asked again", async () => {
  const { find, state, asked } = server("a", "b");
  const list = await reading();
  state.down = true;
  find("b").inReach = false;
  list.tell({ id: "b" });
  await pass(400);
  expect(list.ids()).toEqual(["a", "b"]);
  state.down = false;
  await pass(11_000);
  expect(list.ids()).toEqual(["a"]);
  expect(asked).toHaveLength(2);
});

test("a row that leaves the screen before it is asked for is asked for with the others", async () => {
  const { find, asked } = server("a", "b");
  const list = await reading();
  find("b").lead = false;
  list.tell({ id: "b" });
  list.reader.visible = () => false;
  await pass(310);
  expect(asked).toEqual([]);
  await pass(3000);
  expect(list.ids()).toEqual(["a"]);
  expect(asked).toHaveLength(1);
});

test("missed news that could not be read are read later, and the rows stand without an error until then", async () => {
  for (const isAtTop of [true, false]) {
    const { add, state, asked } = server("a", "c");
    const list = await reading();
    list.reader.isAtTop = isAtTop;
    state.down = true;
    add("b", "c");
    act(() => live.missed());
    await pass(2200);
    expect(asked).toHaveLength(1);
    await pass(10_000);
    expect(asked).toHaveLength(2);
    expect(list.ids()).toEqual(["a", "c"]);
    expect(list.pages().snapshot().error).toBeUndefined();
    state.down = false;
    await pass(10_000);
    expect(list.ids()).toEqual(["a", "b", "c"]);
    await pass(60_000);
    expect(asked).toHaveLength(3);
    list.unmount();
  }
});

test("missed news at the top: the first page is read again, all of them while one further down is under the hand", async () => {
  const { add, asked } = server(...many(150));
  const list = await reading();
  act(() => list.pages().loadMore());
  await pass(100);
  list.reader.held = "n120";
  add("x", "n1");
  act(() => live.missed());
  await pass(200);
  expect(asked).toHaveLength(2);
  expect(list.ids()).toHaveLength(151);
  list.reader.held = "n20";
  act(() => live.missed());
  await pass(2_500);
  expect(asked).toHaveLength(3);
  expect(list.ids()).toHaveLength(100);
});

test("a list that the reader could not load again is tried again from the top, and its error goes", async () => {
  const { add, state } = server("a", "c");
  const list = await reading();
  state.down = true;
  add("b", "c");
  act(() => list.pages().reload());
  await pass(100);
  expect(list.pages().snapshot().error).toBeDefined();
  expect(list.ids()).toEqual(["a", "c"]);
  state.down = false;
  act(() => list.pages().retry());
  await pass(100);
  expect(list.pages().snapshot().error).toBeUndefined();
  expect(list.ids()).toEqual(["a", "b", "c"]);
});

test("nothing is asked after the list was left", async () => {
  const { asked } = server("a", "b");
  const list = await reading();
  list.tell({ id: "a" }, { id: "x" });
  list.unmount();
  await pass(60_000);
  expect(asked).toEqual([]);
  expect(list.onCounted).not.toHaveBeenCalled();

  const again = await reading();
  again.tell({ id: "a", mine: true }, { id: "x" });
  await pass(310);
  again.unmount();
  await pass(60_000);
  expect(asked.length).toBeLessThanOrEqual(2);
  expect(again.onCounted).not.toHaveBeenCalled();
});

test("while nobody looks nothing is asked; it is caught up with when somebody does", async () => {
  const { add, asked } = server("a", "c");
  const list = await reading();
  Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
  add("b", "c");
  list.tell({ id: "b" });
  await pass(60_000);
  expect(asked).toEqual([]);
  Object.defineProperty(document, "hidden", { configurable: true, get: () => false });
  act(() => void document.dispatchEvent(new Event("visibilitychange")));
  await pass(100);
  expect(list.ids()).toEqual(["a", "b", "c"]);
});

test("an archived client is counted at once, and asked for only where it may be shown", async () => {
  const { asked } = server("a");
  const list = await reading();
  list.tell({ id: "x", kind: "ARCHIVED" });
  await pass(500);
  expect(asked).toEqual([]);
  expect(list.onCounted).toHaveBeenCalledTimes(1);
});

test("a question that moves on with the time stays the same list: who falls due comes in, or waits", async () => {
  const { add, asked } = server("a", "b");
  const overdue = (before: string): ListQuestion => ({ ...leads, filter: { nextFollowUpAt: { before } } });
  const list = await reading(overdue("2026-12-01T12:00:00Z"));
  const pages = list.pages();
  add("aa", "b", { due: "2026-12-01T12:00:30Z" });
  add("ab", "b", { due: "2026-12-01T12:01:30Z" });
  list.ask(overdue("2026-12-01T12:01:00Z"));
  await pass(200);
  expect(list.ids()).toEqual(["a", "aa", "b"]);
  list.reader.isAtTop = false;
  list.ask(overdue("2026-12-01T12:02:00Z"));
  await pass(200);
  expect(list.ids()).toEqual(["a", "aa", "b"]);
  expect(list.waiting()).toEqual(["ab"]);
  list.ask(overdue("2026-12-01T12:03:00Z"));
  await pass(200);
  // who falls due, the page with him, then who falls due each time
  expect(asked).toHaveLength(4);
  expect(list.pages()).toBe(pages);
});
