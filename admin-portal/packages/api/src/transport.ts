import {
  type Exchange,
  makeErrorResult,
  makeOperation,
  makeResult,
  type Operation,
  type OperationResult,
} from "@urql/core";
import { filter, fromPromise, map, merge, mergeMap, pipe, takeUntil } from "wonka";
import { Problem, problemOf, unreachable } from "./problem.ts";

interface PortalContext {
  trustedId?: string;
  /** Asked by the page itself, not by a person: it must not keep an idle session alive. */
  background?: boolean;
}

/** Context for requests that nobody asked for by hand. */
export const inBackground: PortalContext = { background: true };

/** The id of a document that code generation wrote into it. */
export function trustedIdOf(query: Operation["query"]): string | undefined {
  return (query as { __meta__?: { id?: string } }).__meta__?.id;
}

/** Notes each document's id before the cache rewrites the document. */
export const trustedDocuments: Exchange =
  ({ forward }) =>
  (operations) =>
    pipe(
      operations,
      map((operation) => {
        const trustedId = trustedIdOf(operation.query);
        return trustedId === undefined
          ? operation
          : makeOperation(operation.kind, operation, {
              ...operation.context,
              trustedId,
            } as typeof operation.context);
      }),
      forward,
    );

export function contextTrustedId(operation: Operation): string | undefined {
  return (operation.context as PortalContext).trustedId;
}

async function send(operation: Operation, signal: AbortSignal): Promise<OperationResult> {
  try {
    const response = await fetch(operation.context.url, {
      method: "POST",
      credentials: "same-origin",
      cache: "no-store",
      headers: {
        "content-type": "application/json",
        accept: "application/graphql-response+json, application/json",
        ...((operation.context as PortalContext).background ? { "x-background": "1" } : {}),
      },
      body: JSON.stringify({ id: contextTrustedId(operation), variables: operation.variables }),
      signal,
    });
    const type = response.headers.get("content-type") ?? "";
    if (!response.ok && !type.includes("graphql-response")) throw await problemOf(response);
    return makeResult(operation, await response.json(), response);
  } catch (cause) {
    const error = cause instanceof Problem ? cause : unreachable(cause);
    return makeErrorResult(operation, error);
  }
}

/** Sends queries and mutations as `{id, variables}`: the server knows the documents. */
export const transport: Exchange =
  ({ forward }) =>
  (operations) => {
    const isCall = (operation: Operation) => operation.kind === "query" || operation.kind === "mutation";
    const answered = pipe(
      operations,
      filter(isCall),
      mergeMap((operation) => {
        const abort = new AbortController();
        const gone = pipe(
          operations,
          filter((other) => other.kind === "teardown" && other.key === operation.key),
          map((other) => {
            abort.abort();
            return other;
          }),
        );
        return pipe(fromPromise(send(operation, abort.signal)), takeUntil(gone));
      }),
    );
    const others = pipe(
      operations,
      filter((operation) => !isCall(operation)),
      forward,
    );
    return merge([answered, others]);
  };
