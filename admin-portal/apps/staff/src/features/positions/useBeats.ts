import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { useEffect, useMemo, useRef, useState } from "react";
import { type AnyVariables, type CombinedError, createRequest, useClient } from "urql";
import { pipe, subscribe } from "wonka";
import { useLiveState } from "../../app/live.tsx";
import { useNow } from "../common/useNow.ts";
import { afterBeat, type Beat, type BeatWindow, firstSpan, type Span, spanFor } from "./beatWindow.ts";
import type { Feed } from "./documents.ts";

/** Milliseconds after which a beat is late: the server sends one at least every five seconds. */
const lateAfter = 8000;
/** Milliseconds that a scroll has to rest before its window is asked for. */
const scrollPause = 120;

interface Received<Data> {
  data: Data;
  at: number;
}

/** Seconds after which a subscription that ended over a fault of the server's begins again, the longer the more often. */
const again = (failures: number) => Math.min(15, 2 ** failures);
/** Faults in a row that are waited for without a word: what is shown says its age. */
const patience = 3;
/** What will not be otherwise in a moment. */
const lasting = new Set([
  "forbidden",
  "not_found",
  "invalid_input",
  "session_ended",
  "tenant_suspended",
  "too_complex",
  "unknown_document",
]);

/** Subscribes while the component is shown; each answer of `variables` goes to `take`. */
export function useBeats<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables | undefined,
  take: (data: Data) => void,
) {
  const client = useClient();
  const [error, setError] = useState<CombinedError>();
  const [tries, setTries] = useState(0);
  const latest = useRef(take);
  latest.current = take;
  const key = JSON.stringify(variables);
  // biome-ignore lint/correctness/useExhaustiveDependencies: variables are the same while their text is; a retry subscribes again
  useEffect(() => {
    if (variables === undefined) return undefined;
    setError(undefined);
    let failures = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stop = () => {};
    const begin = () => {
      stop = pipe(
        client.executeSubscription(createRequest(document, variables)),
        subscribe(({ data, error }) => {
          if (error !== undefined) {
            failures += 1;
            const lasts = error.graphQLErrors.some(({ extensions }) => lasting.has(String(extensions?.code)));
            if (lasts || failures > patience) setError(error);
            if (!lasts) {
              clearTimeout(timer);
              timer = setTimeout(() => {
                stop();
                begin();
              }, again(failures) * 1000);
            }
          } else if (data !== undefined && data !== null) {
            failures = 0;
            setError(undefined);
            latest.current(data);
          }
        }),
      ).unsubscribe;
    };
    begin();
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client, document, key, tries]);
  return { error, retry: () => setTries((old) => old + 1) };
}

/** The newest beat of a subscription and when it came; another question begins with nothing. */
export function useLatestBeat<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables | undefined,
) {
  const question = JSON.stringify(variables);
  const [received, setReceived] = useState<Received<Data> & { question: string }>();
  const { error, retry } = useBeats(document, variables, (data) =>
    setReceived({ data, at: Date.now(), question: question ?? "" }),
  );
  const current = received?.question === question ? received : undefined;
  return { beat: current?.data, at: current?.at, error, retry };
}

/** Whether what is shown is kept up to date: the socket stands and the last beat is not late. */
export function useTrusted(at: number | undefined): boolean {
  const state = useLiveState();
  const now = useNow();
  return state === "live" && at !== undefined && now - at <= lateAfter;
}

/** Whether what was kept up to date is so no longer: the socket fell silent, or beats that came are late. */
export function useUntrusted(at: number | undefined): boolean {
  const trusted = useTrusted(at);
  return at !== undefined && !trusted;
}

export interface WindowBeat extends Beat<{ key: string }> {
  feeds: readonly Feed[];
}
export type RowOf<Found extends WindowBeat> = Found["changed"][number];

/**
 * A long live list of which only a window is kept. `question` is what is asked for without its window; the window
 * follows what is in sight. While another window is on its way the old one stays.
 */
export function useBeatWindow<Found extends WindowBeat, Data, Question extends object>(
  document: TypedDocumentNode<Data, Question & { from: number; count: number }>,
  question: Question,
  pick: (data: Data) => Found,
  first: Span = firstSpan,
) {
  const key = JSON.stringify(question);
  const [span, setSpan] = useState<{ key: string; span: Span }>({ key, span: first });
  const asked = span.key === key ? span.span : first;
  const [held, setHeld] = useState<{
    key: string;
    asked: Span;
    window: BeatWindow<RowOf<Found>>;
    beat: Found;
    at: number;
  }>();
  const { error, retry } = useBeats(document, { ...question, ...asked }, (data) => {
    const beat = pick(data);
    setHeld((old) => {
      const before = old?.key === key && old.asked.from === asked.from ? old.window : undefined;
      return { key, asked, window: afterBeat<RowOf<Found>>(before, asked.from, beat), beat, at: Date.now() };
    });
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const onRange = useMemo(
    () => (top: number, bottom: number) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(
        () =>
          setSpan((old) => {
            const now = old.key === key ? old.span : firstSpan;
            const next = spanFor(top, bottom, now);
            return next === now && old.key === key ? old : { key, span: next };
          }),
        scrollPause,
      );
    },
    [key],
  );
  useEffect(() => () => clearTimeout(timer.current), []);
  const current = held?.key === key ? held : undefined;
  return { window: current?.window, beat: current?.beat, at: current?.at, error, retry, onRange };
}
