import { afterEach, expect, test, vi } from "vitest";
import { uploadParts } from "./upload.ts";

afterEach(() => vi.unstubAllGlobals());

const file = new Blob(["0123456789"]);

/** A server that answers each call with the next status, the last one from then on. */
function answering(...statuses: number[]) {
  const fetched = vi.fn(async (_url: string, _init: RequestInit) => {
    const status = statuses.length > 1 ? statuses.shift() : statuses[0];
    if (status === 0) throw new TypeError("network");
    return status === 204
      ? new Response(null, { status })
      : Response.json({ code: "conflict", detail: "The upload is over." }, { status: status ?? 500 });
  });
  vi.stubGlobal("fetch", fetched);
  const sent = async () =>
    Promise.all(fetched.mock.calls.map(async ([url, { body }]) => [url, await (body as Blob).text()]));
  return { fetched, sent };
}

const options = (onProgress: (sent: number) => void = () => undefined) => ({
  partSize: 4,
  received: 0,
  onProgress,
  pause: 1,
});

test("a file goes in parts, and says how far it is", async () => {
  const { sent } = answering(204);
  const seen: number[] = [];
  await uploadParts(
    "/imports/imp_1/parts",
    file,
    options((at) => void seen.push(at)),
  ).done;
  expect(await sent()).toEqual([
    ["/imports/imp_1/parts/0", "0123"],
    ["/imports/imp_1/parts/1", "4567"],
    ["/imports/imp_1/parts/2", "89"],
  ]);
  expect(seen).toEqual([4, 8, 10]);
});

test("it goes on behind what the server has already", async () => {
  const { sent } = answering(204);
  await uploadParts("/p", file, { ...options(), received: 8 }).done;
  expect(await sent()).toEqual([["/p/2", "89"]]);
});

test("a part that did not arrive is sent again", async () => {
  const { sent } = answering(204, 0, 503, 204);
  await uploadParts("/p", file, options()).done;
  expect((await sent()).map(([url]) => url)).toEqual(["/p/0", "/p/1", "/p/1", "/p/1", "/p/2"]);
});

test("a refusal ends it at once", async () => {
  const { fetched } = answering(409);
  await expect(uploadParts("/p", file, options()).done).rejects.toMatchObject({ code: "conflict", status: 409 });
  expect(fetched).toHaveBeenCalledTimes(1);
});

test("cancelled, it sends nothing more", async () => {
  const { fetched } = answering(204);
  const going = uploadParts("/p", file, options());
  going.cancel();
  await expect(going.done).rejects.toMatchObject({ code: "cancelled" });
  expect(fetched).toHaveBeenCalledTimes(1);
});
