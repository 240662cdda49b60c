import type { LiveFilter } from "@brokerdesk/api";
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { useRef } from "react";
import type { Span } from "./beatWindow.ts";
import { type RowOf, useBeatWindow, type WindowBeat } from "./useBeats.ts";

interface Question {
  filter: LiveFilter;
}

const oneRow: Span = { from: 0, count: 1 };

/** The number on its server: the last part of a key. */
const ticketOf = (key: string) => key.slice(key.lastIndexOf(".") + 1);

/** One row of an account's positions or orders as it changes; what was known last outlives its end. */
export function useAccountRow<Found extends WindowBeat, Data>(
  document: TypedDocumentNode<Data, Question & { from: number; count: number }>,
  accountId: string,
  key: string,
  pick: (data: Data) => Found,
) {
  const question = { filter: { accountId, ticket: ticketOf(key) } };
  const { at, beat, error, retry, window } = useBeatWindow(document, question, pick, oneRow);
  const kept = useRef<RowOf<Found>>(undefined);
  const found = window?.rows.get(key);
  if (found !== undefined) kept.current = found;
  return {
    row: found ?? kept.current,
    gone: window !== undefined && found === undefined,
    feeds: beat?.feeds ?? [],
    at,
    error,
    retry,
  };
}
