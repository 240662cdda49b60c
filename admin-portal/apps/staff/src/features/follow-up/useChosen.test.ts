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

it("stays with the lead that was chosen when a call-back of hers appears", () => {
  const { result, rerender } = begin([lead]);
  expect(result.current.chosen?.task).toBeUndefined();
  rerender({ items: [task("tsk_new")], id: "olga", key: undefined, opened: undefined });
  expect(result.current.found).toBeUndefined();
  expect(result.current.chosen).toMatchObject({ key: "olga", client: { id: "olga" } });
  expect(result.current.chosen?.task).toBeUndefined();
});

it("has no task to end once somebody else ended it, and none that is planned later", () => {
  const { result, rerender } = begin([task("tsk_1")], "tsk_1");
  expect(result.current.chosen?.task?.id).toBe("tsk_1");
  rerender({ items: [task("tsk_2")], id: "olga", key: "tsk_1", opened: undefined });
  expect(result.current.chosen).toMatchObject({ key: "tsk_1" });
  expect(result.current.chosen?.task).toBeUndefined();
});

it("takes what is chosen in the list, also of the same client", () => {
  const { result, rerender } = begin([task("tsk_1"), task("tsk_2")]);
  expect(result.current.chosen?.key).toBe("tsk_1");
  rerender({ items: [task("tsk_1"), task("tsk_2")], id: "olga", key: "tsk_2", opened: undefined });
  expect(result.current.chosen?.task?.id).toBe("tsk_2");
});

it("knows no item before list and client are there, and none for a client without work", () => {
  const { result, rerender } = begin(undefined);
  expect(result.current.chosen).toBeUndefined();
  rerender({ items: [], id: "olga", key: undefined, opened: undefined });
  expect(result.current.chosen).toBeUndefined();
});
