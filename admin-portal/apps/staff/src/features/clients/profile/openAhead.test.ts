import type { Client } from "urql";
import { afterEach, expect, it, vi } from "vitest";
import { isOpenAhead, open, openAhead } from "./openAhead.ts";

/** A server that opens a client when it is told to. */
function server() {
  const asked: string[] = [];
  let answer: (data: unknown) => void = () => undefined;
  const mutation = (_: unknown, { id }: { id: string }) => {
    asked.push(id);
    return { toPromise: () => new Promise((resolve) => (answer = resolve)) };
  };
  const opens = (client: unknown) => answer({ data: { openClient: { client } } });
  return { asked, opens, urql: { mutation } as unknown as Client };
}

afterEach(() => void vi.useRealTimers());

it("a client that was opened ahead is shown at once, and is not opened twice", async () => {
  const { asked, opens, urql } = server();
  openAhead(urql, "cli_1");
  expect(isOpenAhead(urql, "cli_1"), "the answer is not there yet").toBe(false);
  opens({ id: "cli_1" });
  await vi.waitFor(() => expect(isOpenAhead(urql, "cli_1")).toBe(true));
  expect(isOpenAhead(urql, "cli_2")).toBe(false);
  expect((await open(urql, "cli_1")).data?.openClient.client).toEqual({ id: "cli_1" });
  expect(asked).toEqual(["cli_1"]);
});

it("one that is out of reach, or was asked for long ago, is not", async () => {
  const { asked, opens, urql } = server();
  openAhead(urql, "cli_1");
  opens(null);
  await Promise.resolve();
  await Promise.resolve();
  expect(isOpenAhead(urql, "cli_1")).toBe(false);
  vi.useFakeTimers();
  openAhead(urql, "cli_1");
  opens({ id: "cli_1" });
  await vi.advanceTimersByTimeAsync(10);
  expect(isOpenAhead(urql, "cli_1")).toBe(true);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(isOpenAhead(urql, "cli_1")).toBe(false);
  void open(urql, "cli_1");
  expect(asked).toHaveLength(3);
});
