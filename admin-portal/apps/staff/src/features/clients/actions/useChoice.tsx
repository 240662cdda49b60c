import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useClient } from "urql";
import { toast } from "../../../app/toasts.tsx";
import type { Outcome } from "../../../app/useAction.ts";
import { changedFields } from "../../common/conflict.ts";
import { type FieldLabels, useVersioned, type Versioned } from "../../common/useVersioned.tsx";
import { type ClientDetail, ClientDetailDocument } from "../documents.ts";
import { type UndoablePayload, useTellUndoable } from "./useUndoable.ts";

interface ChoiceOf<V> {
  /** What is picked, as it stands in a client. */
  valuesOf: (client: ClientDetail) => V;
  send: (from: Versioned<V>, mine: V) => Promise<Outcome<UndoablePayload>>;
  /** What is told when it is done. */
  said: (before: V, mine: V) => ReactNode;
  labels: FieldLabels<V>;
  text?: (field: keyof V & string, value: unknown) => string | undefined;
}

/**
 * Something of a client that is picked and set at once, and can be taken back. What a colleague changed beside it stays; where
 * both chose, a dialog says what theirs is, and sets mine or keeps theirs.
 */
export function useChoice<V extends object>(client: ClientDetail, { valuesOf, send, said, ...choice }: ChoiceOf<V>) {
  const { t } = useLingui();
  const urql = useClient();
  const tell = useTellUndoable();
  const versioned = (each: ClientDetail): Versioned<V> => ({ version: each.version, values: valuesOf(each) });
  const { dialog, save } = useVersioned<V, UndoablePayload & { words: ReactNode }>({
    ...choice,
    start: versioned(client),
    send: async (from, mine) => {
      const outcome = await send(from, mine);
      return outcome.done ? { done: true, payload: { ...outcome.payload, words: said(from.values, mine) } } : outcome;
    },
    latest: async () => {
      const again = urql.query(ClientDetailDocument, { id: client.id }, { requestPolicy: "network-only" });
      const now = (await again.toPromise()).data?.client;
      return now ? versioned(now) : undefined;
    },
    onSaved: (payload) => payload && tell(payload, payload.words),
    onRefused: ([error]) => error && toast.failed(error.message),
    title: t`A colleague changed this client too`,
    picked: true,
  });
  return { choose: (mine: V) => save(mine, versioned(client)), dialog };
}

/** The entries of a set, each a field of its own: adding one and taking another away never meet. */
export type Entries = Readonly<Record<string, true | undefined>>;

export function entriesOf(items: readonly { id: string }[]): Entries {
  return Object.fromEntries(items.map(({ id }) => [id, true as const]));
}

export function toggled(entries: Entries, id: string): Entries {
  return { ...entries, [id]: entries[id] ? undefined : true };
}

/** The one entry that is set or taken away. */
export function entryChanged(before: Entries, after: Entries): { id: string | undefined; set: boolean } {
  const id = changedFields(before, after)[0];
  return { id, set: id !== undefined && after[id] === true };
}

export function idsOf(entries: Entries): string[] {
  return Object.keys(entries).filter((id) => entries[id]);
}
