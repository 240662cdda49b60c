import type { ClientCustomFieldsQuery } from "@brokerdesk/api";
import { useCallback, useSyncExternalStore } from "react";
import { type Client, useClient } from "urql";
import { ClientCustomFieldsDocument } from "../../custom-fields/documents.ts";
import { RowsBook } from "../list/rowsBook.ts";

type Values = ClientCustomFieldsQuery["clientCustomFields"][number]["values"];

const books = new WeakMap<Client, RowsBook<Values>>();

function bookOf(client: Client): RowsBook<Values> {
  const made = new RowsBook<Values>(async (clientIds) => {
    const answer = await client.query(ClientCustomFieldsDocument, { clientIds }, { requestPolicy: "network-only" });
    const found = answer.data?.clientCustomFields;
    return found && new Map(found.map(({ clientId, values }) => [clientId, values]));
  });
  books.set(client, made);
  return made;
}

/** What a client on screen has in the broker's own fields, as far as it is known. */
export function useClientCustom(id: string): Values | undefined {
  const client = useClient();
  const book = books.get(client) ?? bookOf(client);
  const watch = useCallback((changed: () => void) => book.watch(id, changed), [book, id]);
  return useSyncExternalStore(watch, () => book.of(id));
}
