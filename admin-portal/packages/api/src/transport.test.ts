import { Client, gql } from "@urql/core";
import { afterEach, expect, test, vi } from "vitest";
import { Problem, retryAfterSeconds } from "./problem.ts";
import { inBackground, transport, trustedDocuments } from "./transport.ts";

const document = Object.assign(gql`query Names { names }`, { __meta__: { id: "sha256:abc" } });
const client = new Client({ url: "/graphql", preferGetMethod: false, exchanges: [trustedDocuments, transport] });

afterEach(() => vi.unstubAllGlobals());

function answer(status: number, body: unknown, headers: Record<string, string> = {}) {
  const fetched = vi.fn(
    async (_url: string, _init: RequestInit) =>
      new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } }),
  );
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

test("only the id of a document travels, never its text", async () => {
  const fetched = answer(200, { data: { names: ["a"] } });
  const { data } = await client.query(document, {}, { requestPolicy: "network-only" }).toPromise();
  expect(data).toEqual({ names: ["a"] });
  const init = fetched.mock.calls[0]?.[1];
  expect(JSON.parse(String(init?.body))).toEqual({ id: "sha256:abc", variables: {} });
  expect(init?.method).toBe("POST");
  expect(init?.headers).not.toHaveProperty("x-background");
});

test("what the page asks by itself is marked, so that it keeps no idle session alive", async () => {
  const fetched = answer(200, { data: { names: [] } });
  await client.query(document, {}, { requestPolicy: "network-only", ...inBackground }).toPromise();
  expect(fetched.mock.calls[0]?.[1].headers).toHaveProperty("x-background", "1");
});

test("a refusal before execution is a problem with its code and waiting time", async () => {
  answer(
    429,
    { code: "too_many_attempts", title: "Too many", detail: "Slow down", request_id: "req_1" },
    { "content-type": "application/problem+json", "retry-after": "12" },
  );
  const { error } = await client.query(document, {}, { requestPolicy: "network-only" }).toPromise();
  const problem = error?.networkError;
  expect(problem).toBeInstanceOf(Problem);
  expect(problem).toMatchObject({ status: 429, code: "too_many_attempts", retryAfter: 12, requestId: "req_1" });
});

test("no answer at all is a problem too", async () => {
  vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new TypeError("network")));
  const { error } = await client.query(document, {}, { requestPolicy: "network-only" }).toPromise();
  expect(error?.networkError).toMatchObject({ status: 0, code: "unreachable" });
});

test("Retry-After is read as seconds or as a date", () => {
  const now = Date.parse("2026-11-22T10:00:00Z");
  expect(retryAfterSeconds("75", now)).toBe(75);
  expect(retryAfterSeconds("Sun, 22 Nov 2026 10:00:30 GMT", now)).toBe(30);
  expect(retryAfterSeconds("Sun, 22 Nov 2026 09:00:00 GMT", now)).toBe(0);
  expect(retryAfterSeconds("soon", now)).toBeUndefined();
  expect(retryAfterSeconds(null, now)).toBeUndefined();
});
