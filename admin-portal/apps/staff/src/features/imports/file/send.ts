import type { Client } from "urql";
import { toast } from "../../../app/toasts.tsx";
import { type ClientImport, ReadImportDocument } from "../documents.ts";
import { ImportSender } from "../sender.ts";
import { uploads } from "./uploads.ts";

type Begun = Pick<ClientImport, "id" | "version" | "partSize" | "received">;

/** Sends a file in the background, and has it read when it is there. */
export function send(client: Pick<Client, "mutation" | "query">, begun: Begun, file: File): void {
  const { id } = begun;
  uploads.begin(id, file, begun, async () => {
    const outcome = await new ImportSender(client, id, begun.version).send(
      ReadImportDocument,
      (version) => ({ input: { id, version } }),
      (data) => data.readImport,
      { overtake: true },
    );
    if (!outcome.done && outcome.errors[0]) toast.failed(outcome.errors[0].message);
  });
}
