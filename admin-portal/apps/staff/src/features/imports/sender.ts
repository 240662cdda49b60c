import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import type { AnyVariables, Client } from "urql";
import { errorText } from "../../app/errors.ts";
import { toast } from "../../app/toasts.tsx";
import type { ActionErrors, Outcome } from "../../app/useAction.ts";
import { type ClientImport, ClientImportDocument } from "./documents.ts";

interface Payload {
  import: ClientImport | null;
  errors: ActionErrors;
}

interface SendOptions {
  /** Loads the import and sends once more when it is another one by now: for what does not depend on what was shown. */
  overtake?: boolean;
}

/**
 * Sends the changes of one import one after another, each with the version that the one before it left. Refusals come
 * back for the page; what nobody expects is told at once.
 */
export class ImportSender {
  private last: Promise<unknown> = Promise.resolve();
  private version: number;

  constructor(
    private readonly client: Pick<Client, "mutation" | "query">,
    private readonly id: string,
    version: number,
  ) {
    this.version = version;
  }

  /** Learns of a newer version that came another way. */
  heard(version: number): void {
    this.version = Math.max(this.version, version);
  }

  send<Data, Variables extends AnyVariables, Given extends Payload>(
    document: TypedDocumentNode<Data, Variables>,
    variables: (version: number) => Variables,
    pick: (data: Data) => Given,
    { overtake = false }: SendOptions = {},
  ): Promise<Outcome<Given>> {
    const sent = this.last.then(async () => {
      const outcome = await this.once(document, variables, pick);
      const overtaken = !outcome.done && outcome.errors[0]?.code === "conflict";
      if (!overtaken) return outcome;
      await this.reload();
      return overtake ? this.once(document, variables, pick) : outcome;
    });
    this.last = sent.catch(() => undefined);
    return sent;
  }

  async reload(): Promise<void> {
    const { data } = await this.client
      .query(ClientImportDocument, { id: this.id }, { requestPolicy: "network-only" })
      .toPromise();
    if (data?.clientImport) this.heard(data.clientImport.version);
  }

  private async once<Data, Variables extends AnyVariables, Given extends Payload>(
    document: TypedDocumentNode<Data, Variables>,
    variables: (version: number) => Variables,
    pick: (data: Data) => Given,
  ): Promise<Outcome<Given>> {
    const { data, error } = await this.client.mutation(document, variables(this.version)).toPromise();
    if (error !== undefined || data == null) {
      if (error !== undefined) toast.failed(errorText(error));
      return { done: false, errors: [] };
    }
    const payload = pick(data);
    if (payload.errors.length > 0) return { done: false, errors: payload.errors };
    if (payload.import) this.heard(payload.import.version);
    return { done: true, payload };
  }
}
