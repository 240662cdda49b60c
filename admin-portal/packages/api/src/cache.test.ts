import { Client, type Exchange, gql, makeResult } from "@urql/core";
import { expect, it } from "vitest";
import { filter, map, pipe } from "wonka";
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
