import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Textarea } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import { Problems } from "../../common/FormDialog.tsx";
import { useVersioned } from "../../common/useVersioned.tsx";
import type { Note } from "../documents.ts";
import { type LatestNotes, useNotePart } from "./useNotes.ts";

export const longestNote = 10_000;

export function submitsNote(event: KeyboardEvent): boolean {
  return event.key === "Enter" && (event.ctrlKey || event.metaKey);
}

interface NoteEditorProps {
  note: Note;
  latest: LatestNotes;
  onClose: () => void;
}

/** Changes the text of a note. Where it changed meanwhile one chooses; what was typed stays until it is saved. */
export function NoteEditor({ note, latest, onClose }: NoteEditorProps) {
  const { t } = useLingui();
  const [text, setText] = useState(note.text);
  const { dialog, errors, busy, save } = useVersioned({
    ...useNotePart(note, latest, (each) => ({ text: each.text })),
    onMerged: (mine) => setText(mine.text),
    onSaved: () => {
      onClose();
      void latest();
    },
    labels: { text: t`Note` },
    title: t`This note was changed meanwhile`,
  });
  const submit = () => text.trim() !== "" && !busy && save({ text: text.trim() });
  return (
    <div>
      <Textarea
        aria-label={t`Note`}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (submitsNote(event)) submit();
          if (event.key === "Escape") {
            event.stopPropagation();
            onClose();
          }
        }}
        maxLength={longestNote}
        autosize
        minRows={2}
        autoFocus
      />
      <Problems errors={errors} />
      <Group justify="flex-end" gap="xs" mt={6}>
        <Button variant="default" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button loading={busy} disabled={text.trim() === ""} onClick={submit}>
          <Trans>Save note</Trans>
        </Button>
      </Group>
      {dialog}
    </div>
  );
}
