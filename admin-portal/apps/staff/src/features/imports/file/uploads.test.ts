import { Problem } from "@brokerdesk/api";
import { expect, it, vi } from "vitest";
import { Uploads } from "./uploads.ts";

const file = new File(["0123456789"], "leads.csv");
const has = { partSize: 4, received: 4 };

/** Files whose sending a test ends as it likes. */
function held() {
  let end: { resolve: () => void; reject: (cause: unknown) => void } | undefined;
  const cancel = vi.fn();
  let progress: (sent: number) => void = () => undefined;
  const send = vi.fn((_path: string, _file: Blob, options: { onProgress: (sent: number) => void }) => {
    progress = options.onProgress;
    return { done: new Promise<void>((resolve, reject) => (end = { resolve, reject })), cancel };
  });
  return { send, cancel, progress: (sent: number) => progress(sent), end: () => end };
}

it("goes on in the background, and has the file read when it is there", async () => {
  const { send, progress, end } = held();
  const uploads = new Uploads(send);
  const then = vi.fn(async () => undefined);
  uploads.begin("imp_1", file, has, then);
  expect(send.mock.calls[0]?.[0]).toBe("/imports/imp_1/parts");
  expect(uploads.of("imp_1")).toMatchObject({ sent: 4 });
  progress(8);
  expect(uploads.of("imp_1")).toMatchObject({ sent: 8 });
  expect(then).not.toHaveBeenCalled();
  end()?.resolve();
  await vi.waitFor(() => expect(uploads.of("imp_1")).toBeUndefined());
  expect(then).toHaveBeenCalledTimes(1);
});

it("keeps what went wrong, and how far it was; a cancelled one leaves nothing", async () => {
  const { send, cancel, progress, end } = held();
  const uploads = new Uploads(send);
  uploads.begin("imp_1", file, has, async () => undefined);
  progress(8);
  end()?.reject(new Problem({ status: 0, code: "unreachable", detail: "gone" }));
  await vi.waitFor(() => expect(uploads.of("imp_1")?.problem?.code).toBe("unreachable"));
  expect(uploads.of("imp_1")?.sent).toBe(8);
  uploads.cancel("imp_1");
  expect(cancel).toHaveBeenCalledTimes(1);
  expect(uploads.of("imp_1")).toBeUndefined();
});
