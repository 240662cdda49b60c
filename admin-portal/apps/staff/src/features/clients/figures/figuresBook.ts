import type { Client } from "urql";
import { RowsBook } from "../list/rowsBook.ts";
import { type ClientFigures, ClientFiguresDocument } from "./documents.ts";

/** Often enough that a dead feed shows while somebody looks. */
const refresh = 10_000;

/** Figures of the clients on screen. */
export class FiguresBook extends RowsBook<ClientFigures> {
  constructor(client: Pick<Client, "query">) {
    super(async (clientIds) => {
      const answer = await client.query(ClientFiguresDocument, { clientIds }, { requestPolicy: "network-only" });
      const found = answer.data?.clientFigures;
      return found && new Map(found.map((figures) => [figures.clientId, figures]));
    }, refresh);
  }
}
