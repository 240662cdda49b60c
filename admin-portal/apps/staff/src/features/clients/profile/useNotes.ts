import { graphql } from "@brokerdesk/api";
import { useLingui } from "@lingui/react/macro";
import { useClient } from "urql";
import { toast } from "../../../app/toasts.tsx";
import { useAction } from "../../../app/useAction.ts";
import { useVersioned } from "../../common/useVersioned.tsx";
import { ClientDetailDocument, type Note } from "../documents.ts";

export const EditNoteDocument = graphql(`
  mutation EditNote($input: EditNoteInput!) {
    editNote(input: $input) {
      note { ...NoteFields }
      errors { code message path }
    }
  }
`);

/** Reads the notes of a client as they stand now, for everything that shows them. */
export type LatestNotes = () => Promise<readonly Note[]>;

export function useLatestNotes(id: string): LatestNotes {
  const client = useClient();
  return async () => {
    const { data } = await client.query(ClientDetailDocument, { id }, { requestPolicy: "network-only" }).toPromise();
    return data?.client?.profile?.notes ?? [];
  };
}

type Part = Partial<Pick<Note, "text" | "pinned">>;

/** A part of a note as a form holds it: what else changed meanwhile merges by itself. */
export function useNotePart<P extends Part>(note: Note, latest: LatestNotes, partOf: (note: Note) => P) {
  const { run } = useAction(EditNoteDocument, (data) => data.editNote);
  const versioned = (each: Note) => ({ version: each.version, values: partOf(each) });
  return {
    start: versioned(note),
    send: ({ version }: { version: number }, mine: P) => run({ input: { id: note.id, version, ...mine } }),
    latest: async () => {
      const now = (await latest()).find(({ id }) => id === note.id);
      return now && versioned(now);
    },
  };
}

/** Pins a note or takes the pin off. A text that changed meanwhile stays as it is. */
export function usePin(note: Note, latest: LatestNotes): () => void {
  const { t } = useLingui();
  const part = useNotePart(note, latest, ({ pinned }) => ({ pinned }));
  const { save } = useVersioned({
    ...part,
    onSaved: () => void latest(),
    onRefused: ([error]) => error && toast.failed(error.message),
    labels: { pinned: t`Pinned` },
    picked: true,
  });
  return () => save({ pinned: !note.pinned }, part.start);
}
