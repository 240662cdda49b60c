import { expect, it } from "vitest";
import { RowPages } from "./rowPages.ts";
import { sampleRow } from "./sampleImport.ts";

function server(total: number) {
  const asked: unknown[] = [];
  let broken = false;
  const client = {
    query: (_document: unknown, variables: { first: number; after: string | null }) => {
      asked.push(variables);
      const from = variables.after === null ? 0 : Number(variables.after);
      const to = Math.min(total, from + variables.first);
      const rows = Array.from({ length: to - from }, (_, at) => sampleRow(from + at + 2, ["", "wrong"]));
      const connection = {
        edges: rows.map((node) => ({ cursor: "", node })),
        pageInfo: { hasNextPage: to < total, endCursor: `${to}` },
      };
      const answer = broken ? { error: new Error("gone") } : { data: { clientImportRows: connection } };
      return { toPromise: async () => answer };
    },
  };
  return { client: client as never, asked, breakIt: (now: boolean) => (broken = now) };
}

it("rows come page by page, and a mended one stays in its place", async () => {
  const { client, asked } = server(150);
  const pages = new RowPages(client, "imp_1", ["ERROR"]);
  await pages.start();
  expect(asked[0]).toEqual({ id: "imp_1", outcomes: ["ERROR"], first: 100, after: null });
  await pages.next();
  expect(pages.snapshot()).toMatchObject({ more: false, loading: false });
  expect(pages.snapshot().rows).toHaveLength(150);
  pages.replace([sampleRow(3, ["", "right"], [])]);
  expect(pages.snapshot().rows[1]?.cells?.[1]?.value).toBe("right");
  await pages.next();
  expect(asked).toHaveLength(2);
});

it("a page that could not be read is tried again, not skipped", async () => {
  const { client, asked, breakIt } = server(150);
  const pages = new RowPages(client, "imp_1", null);
  await pages.start();
  breakIt(true);
  await pages.next();
  expect(pages.snapshot().error).toBeDefined();
  await pages.next();
  expect(asked).toHaveLength(2);
  breakIt(false);
  await pages.again();
  expect(pages.snapshot().rows).toHaveLength(150);
});

it("rows with one kind of mistake are asked for by that kind, wherever they begin", async () => {
  const { client, asked } = server(10);
  const kind = { code: "invalid_email", column: 2, customFieldId: null };
  await new RowPages(client, "imp_1", ["ERROR"], 50, kind).start();
  expect(asked).toEqual([{ id: "imp_1", outcomes: ["ERROR"], first: 50, after: null, problem: kind }]);
});
