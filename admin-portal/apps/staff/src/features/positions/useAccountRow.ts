import type { LiveFilter } from "@brokerdesk/api";
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { useRef } from "react";
import { widestSpan } from "./beatWindow.ts";
import { type RowOf, useBeatWindow, type WindowBeat } from "./useBeats.ts";

interface Question {
  filter: LiveFilter;
}

/** One row of an account's positions or orders as it changes; what was known last outlives its end. */
export function useAccountRow<Found extends WindowBeat, Data>(
  document: TypedDocumentNode<Data, Question & { from: number; count: number }>,
  accountId: string,
  key: string,
  pick: (data: Data) => Found,
) {
  const { at, beat, error, retry, window } = useBeatWindow(document, { filter: { accountId } }, pick, widestSpan);
  const kept = useRef<RowOf<Found>>(undefined);
  const found = window?.rows.get(key);
  if (found !== undefined) kept.current = found;
  return {
    row: found ?? kept.current,
    // an account with more rows than a window holds may have it further down
    gone: window !== undefined && found === undefined && window.total <= window.keys.length,
    feeds: beat?.feeds ?? [],
    at,
    error,
    retry,
  };
}
