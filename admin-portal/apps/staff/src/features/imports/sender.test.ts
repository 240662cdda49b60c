import { beforeEach, expect, it, vi } from "vitest";
import { MapImportDocument } from "./documents.ts";
import { sampleImport } from "./sampleImport.ts";
import { ImportSender } from "./sender.ts";

const toasts = vi.hoisted(() => ({ failed: vi.fn(), done: vi.fn() }));
vi.mock("../../app/toasts.tsx", () => ({ toast: toasts }));

beforeEach(() => toasts.failed.mockClear());

const conflict = [{ code: "conflict", message: "Changed meanwhile.", path: [] }];

/** A server whose import has a version: an older one is refused. */
function server(version: number) {
  const held = { version };
  const sent: number[] = [];
  const once = (data: unknown) => ({ toPromise: async () => ({ data }) });
  const client = {
    query: () => once({ clientImport: { ...sampleImport, version: held.version } }),
    mutation: (_document: unknown, variables: { version: number }) => {
      sent.push(variables.version);
      if (variables.version !== held.version) return once({ mapImport: { import: null, errors: conflict } });
      held.version += 1;
      return once({ mapImport: { import: { ...sampleImport, version: held.version }, errors: [] } });
    },
  };
  return { client: client as never, held, sent };
}

const send = (sender: ImportSender, options?: { overtake: boolean }) =>
  sender.send(
    MapImportDocument,
    (version) => ({ version }) as never,
    (data) => data.mapImport,
    options,
  );

it("each change is sent with the version that the one before it left", async () => {
  const { client, sent } = server(3);
  const sender = new ImportSender(client, "imp_1", 3);
  await Promise.all([send(sender), send(sender), send(sender)]);
  expect(sent).toEqual([3, 4, 5]);
});

it("what does not depend on what was shown is sent once more when somebody was faster", async () => {
  const { client, sent } = server(9);
  const outcome = await send(new ImportSender(client, "imp_1", 3), { overtake: true });
  expect(outcome.done).toBe(true);
  expect(sent).toEqual([3, 9]);
});

it("what was decided by what was shown is not: it comes back, and the page has the new state (R)", async () => {
  const { client, sent } = server(9);
  const outcome = await send(new ImportSender(client, "imp_1", 3));
  expect(outcome).toEqual({ done: false, errors: conflict });
  expect(sent).toEqual([3]);
});

it("what nobody expects is told at once", async () => {
  const failing = { mutation: () => ({ toPromise: async () => ({ error: new Error("gone") }) }) };
  const outcome = await send(new ImportSender(failing as never, "imp_1", 3));
  expect(outcome).toEqual({ done: false, errors: [] });
  expect(toasts.failed).toHaveBeenCalledWith("gone");
});
