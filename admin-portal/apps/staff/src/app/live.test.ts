import { expect, test, vi } from "vitest";
import { ChangeBatch, type ClientChange } from "./live.tsx";

function batchWith() {
  const frames: (() => void)[] = [];
  const batch = new ChangeBatch((flush) => frames.push(flush));
  const listener = vi.fn();
  batch.listeners.add(listener);
  return { batch, frames, listener };
}

const change = (id: string, version: number, kind: ClientChange["kind"] = "UPDATED"): ClientChange => ({
  id,
  version,
  kind,
  mine: false,
});

test("changes come once a frame, each record once, in its newest version", () => {
  const { batch, frames, listener } = batchWith();
  batch.push(change("a", 2));
  batch.push(change("b", 5));
  batch.push(change("a", 3));
  batch.push(change("a", 2));
  expect(listener).not.toHaveBeenCalled();
  expect(frames).toHaveLength(1);
  frames[0]?.();
  expect(listener).toHaveBeenCalledExactlyOnceWith([change("a", 3), change("b", 5)]);
});

test("a record created and edited within one frame is still a new one", () => {
  const { batch, frames, listener } = batchWith();
  batch.push(change("a", 1, "CREATED"));
  batch.push(change("a", 2));
  frames[0]?.();
  expect(listener).toHaveBeenCalledWith([change("a", 2, "CREATED")]);
});

test("the next change asks for the next frame", () => {
  const { batch, frames, listener } = batchWith();
  batch.push(change("a", 1));
  frames[0]?.();
  batch.push(change("a", 2));
  expect(frames).toHaveLength(2);
  frames[1]?.();
  expect(listener).toHaveBeenCalledTimes(2);
});
