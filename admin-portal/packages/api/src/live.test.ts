import { Client, gql } from "@urql/core";
import { afterEach, expect, it, vi } from "vitest";
import { pipe, subscribe } from "wonka";
import { createLive } from "./live.ts";

/** A server that refuses every socket a moment after it was asked. */
class Refused {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readonly readyState = Refused.CONNECTING;
  onerror: ((event: Event) => void) | undefined;
  constructor() {
    setTimeout(() => this.onerror?.(new Event("error")), 5);
  }
  close() {}
}

afterEach(() => vi.unstubAllGlobals());

it("is closed in peace while a connection is being refused", async () => {
  vi.stubGlobal("WebSocket", Refused);
  const live = createLive("ws://northwind.example/graphql/live", async () => true);
  const client = new Client({ url: "/graphql", exchanges: [live.exchange], preferGetMethod: false });
  pipe(
    client.subscription(gql`subscription { news }`, {}),
    subscribe(() => undefined),
  );
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(live.state()).toBe("connecting");
  await expect(live.close()).resolves.toBeUndefined();
  expect(live.state()).toBe("stale");
});
