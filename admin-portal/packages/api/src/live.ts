import { type Exchange, type Operation, subscriptionExchange } from "@urql/core";
import { createClient } from "graphql-ws";
import { contextTrustedId } from "./transport.ts";

/** How the server closes the socket of a session that is over. The client library takes it for final. */
const sessionEnded = 4401;
const beforeNextTry = 1000;

export type LiveState = "connecting" | "live" | "stale";

/** The socket for subscriptions: reconnects by itself, and says whether what is on the screen is live. */
export function createLive(url: string, mayConnect: () => Promise<boolean>) {
  let state: LiveState = "connecting";
  const listeners = new Set<(next: LiveState) => void>();
  const enter = (next: LiveState) => {
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener(next);
  };
  const socket = createClient({
    url,
    lazy: true,
    keepAlive: 15_000,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: async (attempt) => {
      const pause = Math.min(15_000, 400 * 2 ** Math.min(attempt, 6));
      await new Promise((resolve) => setTimeout(resolve, pause * (0.75 + Math.random() / 2)));
      await mayConnect();
    },
    on: {
      connected: () => enter("live"),
      closed: () => enter("stale"),
      error: () => enter("stale"),
    },
  });
  const exchange: Exchange = subscriptionExchange({
    forwardSubscription: (request, operation: Operation) => ({
      subscribe: (sink) => {
        let stop: (() => void) | undefined;
        let wanted = true;
        const begin = () => {
          stop = socket.subscribe(
            {
              query: contextTrustedId(operation) ?? "",
              ...(request.variables ? { variables: request.variables as Record<string, unknown> } : {}),
            },
            {
              next: (value) => sink.next(value as Parameters<typeof sink.next>[0]),
              error: (cause) => {
                if ((cause as Partial<CloseEvent> | null)?.code === sessionEnded) void beginAgain();
                else sink.error(cause);
              },
              complete: () => sink.complete(),
            },
          );
        };
        // Over for good, or only another session by now: somebody signed in anew in another tab.
        const beginAgain = async () => {
          if (!(await mayConnect())) return;
          await new Promise((resolve) => setTimeout(resolve, beforeNextTry));
          if (wanted) begin();
        };
        begin();
        return {
          unsubscribe: () => {
            wanted = false;
            stop?.();
          },
        };
      },
    }),
  });
  return {
    exchange,
    state: () => state,
    subscribe: (listener: (next: LiveState) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: async () => {
      try {
        await socket.dispose();
      } catch {
        // a connection that was still being made when it was given up
      }
    },
  };
}

export type Live = ReturnType<typeof createLive>;
