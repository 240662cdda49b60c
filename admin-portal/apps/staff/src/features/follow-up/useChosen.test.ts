import { renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import type { ClientDetail, ClientRow } from "../clients/documents.ts";
import type { Task } from "./documents.ts";
import type { QueueItem } from "./items.ts";
import { useChosen } from "./useChosen.ts";

const client = { id: "olga" } as ClientRow;
const lead: QueueItem = { key: "olga", part: "fresh", client };
const task = (key: string): QueueItem => ({ key, part: "later", client, task: { id: key } as Task });

interface Props {
  items: QueueItem[] | undefined;
  id: string | undefined;
  key: string | undefined;
  opened: ClientDetail | undefined;
}

function begin(items: QueueItem[] | undefined, key?: string) {
  const opened = { ...client, actions: [], profile: { tasks: [] } } as unknown as ClientDetail;
  const initialProps: Props = { items, id: "olga", key, opened };
  return renderHook(({ items: list, ...wanted }: Props) => useChosen(list, wanted), { initialProps });
}

const profile = (...tasks: { id: string; state?: string }[]) =>
  ({
    ...client,
    actions: [{ action: "FOLLOW_UP", allowed: true }],
    profile: { tasks: tasks.map(({ id, state = "OPEN" }) => ({ id, state, dueAt: "2026-11-28T09:00:00Z" })) },
  }) as unknown as ClientDetail;

it("stays with the lead that was chosen when a call-back of hers appears", () => {
  const { result, rerender } = begin([lead]);
  expect(result.current.chosen?.task).toBeUndefined();
  rerender({ items: [task("tsk_new")], id: "olga", key: undefined, opened: profile({ id: "tsk_new" }) });
  expect(result.current.found).toBeUndefined();
  expect(result.current.chosen).toMatchObject({ key: "olga", client: { id: "olga" } });
  expect(result.current.chosen?.task).toBeUndefined();
});

it("has no task to end once somebody else ended it, and none that is planned later", () => {
  const { result, rerender } = begin([task("tsk_1")], "tsk_1");
  expect(result.current.chosen?.task?.id).toBe("tsk_1");
  const opened = profile({ id: "tsk_1", state: "DONE" }, { id: "tsk_2" });
  rerender({ items: [task("tsk_2")], id: "olga", key: "tsk_1", opened });
  expect(result.current.chosen).toMatchObject({ key: "tsk_1" });
  expect(result.current.chosen?.task).toBeUndefined();
});

it("keeps a task that others have pushed behind what the list has read", () => {
  const { result, rerender } = begin([task("tsk_1")], "tsk_1");
  rerender({ items: [], id: "olga", key: "tsk_1", opened: profile({ id: "tsk_1" }) });
  expect(result.current.chosen?.task?.id).toBe("tsk_1");
});

it("takes what is chosen in the list, also of the same client", () => {
  const { result, rerender } = begin([task("tsk_1"), task("tsk_2")]);
  expect(result.current.chosen?.key).toBe("tsk_1");
  rerender({ items: [task("tsk_1"), task("tsk_2")], id: "olga", key: "tsk_2", opened: undefined });
  expect(result.current.chosen?.task?.id).toBe("tsk_2");
});

it("takes what a reminder names, also while the client is open on something else", () => {
  const { result, rerender } = begin([task("tsk_1")], "tsk_1");
  const opened = profile({ id: "tsk_1", state: "DONE" }, { id: "tsk_9" });
  rerender({ items: [], id: "olga", key: "tsk_9", opened });
  expect(result.current.chosen?.task?.id).toBe("tsk_9");
});

it("begins anew once the client was closed", () => {
  const { result, rerender } = begin([task("tsk_1")], "tsk_1");
  rerender({ items: [task("tsk_2")], id: undefined, key: undefined, opened: undefined });
  expect(result.current.chosen).toBeUndefined();
  rerender({ items: [task("tsk_2")], id: "olga", key: undefined, opened: undefined });
  expect(result.current.chosen?.task?.id).toBe("tsk_2");
});

it("knows no item before list and client are there, and none for a client in whose case nothing may be written", () => {
  const { result, rerender } = begin(undefined);
  expect(result.current.chosen).toBeUndefined();
  rerender({ items: [], id: "olga", key: undefined, opened: undefined });
  expect(result.current.chosen).toBeUndefined();
});
