import { Client, createRequest, type Exchange, gql, makeResult } from "@urql/core";
import { expect, it } from "vitest";
import { filter, map, pipe, subscribe } from "wonka";
import { portalCache } from "./cache.ts";

const client = gql`query ClientDetailById($id: ID!) { client(id: $id) { id version } }`;
const open = gql`mutation OpenClient($id: ID!) { openClient(id: $id) { client { id version } errors { code } } }`;

/** A server that knows `cli_1` alone, and what it was asked. */
function server() {
  const asked: string[] = [];
  const exchange: Exchange = () => (operations) =>
    pipe(
      operations,
      filter(({ kind }) => kind !== "teardown"),
      map((operation) => {
        asked.push(operation.kind);
        const known = operation.variables?.id === "cli_1";
        const found = known ? { __typename: "Client", id: "cli_1", version: 4 } : null;
        const payload = { __typename: "ClientPayload", client: found, errors: [] };
        const data = operation.kind === "mutation" ? { openClient: payload } : { client: found };
        return makeResult(operation, { data: { ...data, __typename: "Query" } });
      }),
    );
  return { asked, urql: new Client({ url: "/graphql", exchanges: [portalCache(), exchange], preferGetMethod: false }) };
}

it("a client that was opened is not asked for once more", async () => {
  const { asked, urql } = server();
  await urql.mutation(open, { id: "cli_1" }).toPromise();
  const { data } = await urql.query(client, { id: "cli_1" }).toPromise();
  expect(data?.client).toMatchObject({ id: "cli_1", version: 4 });
  expect(asked).toEqual(["mutation"]);
});

it("one that could not be opened is", async () => {
  const { asked, urql } = server();
  await urql.mutation(open, { id: "cli_2" }).toPromise();
  await urql.query(client, { id: "cli_2" }).toPromise();
  expect(asked).toEqual(["mutation", "query"]);
});

const count = gql`query ClientCount { clientCount { value capped } }`;
const groups = gql`query ClientGroups { clientGroups { groups { key count } more } }`;
const names = [
  "createClient",
  "editClient",
  "assignClient",
  "changeClientTags",
  "setDoNotCall",
  "recordOutcome",
  "addNote",
  "createTask",
  "changeTask",
  "addContact",
  "removeContact",
  "changeClientEmail",
  "archiveClient",
  "restoreClient",
  "undo",
];

it.each(names)("whatever %s changes of a client, the clients are counted anew", async (name) => {
  const asked: string[] = [];
  const exchange: Exchange = () => (operations) =>
    pipe(
      operations,
      filter(({ kind }) => kind !== "teardown"),
      map((operation) => {
        const data =
          operation.kind === "mutation"
            ? { [name]: { __typename: "ClientPayload", errors: [] } }
            : operation.key === createRequest(count, {}).key
              ? { clientCount: { __typename: "CappedCount", value: 1, capped: false } }
              : { clientGroups: { __typename: "ClientGroups", groups: [], more: false } };
        asked.push(...Object.keys(data));
        return makeResult(operation, { data: { ...data, __typename: "Query" } });
      }),
    );
  const urql = new Client({ url: "/graphql", exchanges: [portalCache(), exchange], preferGetMethod: false });
  const shown = [count, groups].map((query) =>
    pipe(
      urql.query(query, {}),
      subscribe(() => undefined),
    ),
  );
  expect(asked).toEqual(["clientCount", "clientGroups"]);
  const change = gql(`mutation Change($input: Input!) { ${name}(input: $input) { errors { code } } }`);
  await urql.mutation(change, { input: { id: "cli_1", add: [], remove: [] } }).toPromise();
  await new Promise((done) => setTimeout(done));
  expect([...asked].sort()).toEqual(["clientCount", "clientCount", "clientGroups", "clientGroups", name].sort());
  for (const each of shown) each.unsubscribe();
});
