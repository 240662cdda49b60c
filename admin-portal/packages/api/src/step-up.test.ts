import { Client, CombinedError, type Exchange, gql, makeResult } from "@urql/core";
import { GraphQLError } from "graphql";
import { expect, test, vi } from "vitest";
import { filter, map, pipe, tap } from "wonka";
import { type StepUpDemand, stepUp } from "./step-up.ts";

const mutation = gql`mutation Guarded($to: String!) { guarded(to: $to) { ok } }`;
const query = gql`query Plain { plain }`;

/** A server that refuses until `fresh` says that the session has a fresh second factor. */
function server(fresh: () => boolean, code: StepUpDemand, seen: unknown[]): Exchange {
  return () => (operations) =>
    pipe(
      operations,
      filter((operation) => operation.kind !== "teardown"),
      tap((operation) => seen.push(operation.variables)),
      map((operation) => {
        if (fresh()) return makeResult(operation, { data: { guarded: { ok: true } } });
        const refusal = new GraphQLError("fresh second factor needed", { extensions: { code } });
        return makeResult(operation, { data: null, errors: [refusal] });
      }),
    );
}

function clientWith(ask: (demand: StepUpDemand) => Promise<boolean>, inner: Exchange) {
  return new Client({ url: "/graphql", preferGetMethod: false, exchanges: [stepUp(ask), inner] });
}

test("a guarded mutation asks once and is repeated unchanged", async () => {
  let fresh = false;
  const seen: unknown[] = [];
  const ask = vi.fn(async () => {
    fresh = true;
    return true;
  });
  const client = clientWith(
    ask,
    server(() => fresh, "step_up_required", seen),
  );
  const result = await client.mutation(mutation, { to: "new@example.com" }).toPromise();
  expect(result.data).toEqual({ guarded: { ok: true } });
  expect(ask).toHaveBeenCalledExactlyOnceWith("step_up_required");
  expect(seen).toEqual([{ to: "new@example.com" }, { to: "new@example.com" }]);
});

test("given up, the refusal comes back and nothing is sent again", async () => {
  const seen: unknown[] = [];
  const client = clientWith(
    async () => false,
    server(() => false, "step_up_required", seen),
  );
  const result = await client.mutation(mutation, { to: "x" }).toPromise();
  expect(result.error).toBeInstanceOf(CombinedError);
  expect(seen).toHaveLength(1);
});

test("refused again after the code, it does not ask in a circle", async () => {
  const ask = vi.fn(async () => true);
  const seen: unknown[] = [];
  const client = clientWith(
    ask,
    server(() => false, "step_up_required", seen),
  );
  const result = await client.mutation(mutation, { to: "x" }).toPromise();
  expect(result.error?.graphQLErrors[0]?.extensions.code).toBe("step_up_required");
  expect(ask).toHaveBeenCalledTimes(1);
  expect(seen).toHaveLength(2);
});

test("without an authenticator the person is told so", async () => {
  const ask = vi.fn(async () => false);
  const client = clientWith(
    ask,
    server(() => false, "totp_not_enrolled", []),
  );
  await client.mutation(mutation, { to: "x" }).toPromise();
  expect(ask).toHaveBeenCalledExactlyOnceWith("totp_not_enrolled");
});

test("reading never opens the dialog", async () => {
  const ask = vi.fn(async () => true);
  const client = clientWith(
    ask,
    server(() => false, "step_up_required", []),
  );
  await client.query(query, {}).toPromise();
  expect(ask).not.toHaveBeenCalled();
});
