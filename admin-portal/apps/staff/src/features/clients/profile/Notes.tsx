import { graphql } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Group, Text, Textarea, Tooltip } from "@mantine/core";
import { IconPencil, IconPin, IconPinFilled, IconTrash } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { ago, exactTime } from "../../../app/format.ts";
import { leaveField } from "../../../app/leaveField.ts";
import { ReasonTooltip } from "../../../app/rights.tsx";
import { useShortcut } from "../../../app/shortcuts.tsx";
import { EmptyState } from "../../../app/states.tsx";
import { toast } from "../../../app/toasts.tsx";
import { type ActionErrors, useAction } from "../../../app/useAction.ts";
import { useDraft } from "../../../app/useDraft.ts";
import { useActionState } from "../actions/allowed.ts";
import type { ClientDetail, Note } from "../documents.ts";
import { longestNote, NoteEditor, submitsNote } from "./NoteEditor.tsx";
import classes from "./Notes.module.css";
import { type LatestNotes, useLatestNotes, usePin } from "./useNotes.ts";

const AddNoteDocument = graphql(`
  mutation AddNote($input: AddNoteInput!) {
    addNote(input: $input) {
      note { ...NoteFields }
      errors { code message path }
    }
  }
`);

const DeleteNoteDocument = graphql(`
  mutation DeleteNote($input: DeleteInput!) {
    deleteNote(input: $input) {
      deletedId
      errors { code message path }
    }
  }
`);

/** Notes of colleagues: pinned ones first, then the newest. */
export function Notes({ client }: { client: ClientDetail }) {
  const { t } = useLingui();
  const [text, setText] = useDraft(`note ${client.id}`);
  const [errors, setErrors] = useState<ActionErrors>([]);
  const field = useRef<HTMLTextAreaElement>(null);
  const state = useActionState(client)("WRITE_NOTE");
  const { run, busy } = useAction(AddNoteDocument, (data) => data.addNote);
  const latest = useLatestNotes(client.id);
  useShortcut(
    "w",
    { label: t`Write a note`, group: t`Client` },
    state.allowed ? () => field.current?.focus() : undefined,
  );
  const add = async () => {
    if (text.trim() === "" || busy) return;
    const outcome = await run({ input: { clientId: client.id, text: text.trim() } });
    if (!outcome.done) return setErrors(outcome.errors);
    setErrors([]);
    setText("");
    await latest();
  };
  const notes = (client.profile?.notes ?? []).toSorted(
    (a, b) => Number(b.pinned) - Number(a.pinned) || Date.parse(b.createdAt) - Date.parse(a.createdAt),
  );
  return (
    <div className={classes.notes}>
      <ReasonTooltip reason={state.reason}>
        <div className={classes.write}>
          <Textarea
            ref={field}
            aria-label={t`New note`}
            placeholder={t`Write a note…`}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (submitsNote(event)) void add();
              if (event.key === "Escape") leaveField(event.currentTarget);
            }}
            error={errors[0]?.message}
            disabled={!state.allowed}
            maxLength={longestNote}
            autosize
            minRows={2}
            maxRows={12}
          />
          <Group justify="space-between" mt={6}>
            <Text size="xs" c="dimmed">
              <Trans>Ctrl + Enter saves. Colleagues who see this client can read it.</Trans>
            </Text>
            <Button onClick={() => void add()} loading={busy} disabled={!state.allowed || text.trim() === ""}>
              <Trans>Save note</Trans>
            </Button>
          </Group>
        </div>
      </ReasonTooltip>
      {notes.length === 0 && (
        <EmptyState title={<Trans>No notes yet</Trans>}>
          <Trans>What the next colleague has to know about this client belongs here.</Trans>
        </EmptyState>
      )}
      <ol className={classes.list}>
        {notes.map((note) => (
          <NoteEntry key={note.id} note={note} canWrite={state.allowed} latest={latest} />
        ))}
      </ol>
    </div>
  );
}

interface NoteEntryProps {
  note: Note;
  canWrite: boolean;
  latest: LatestNotes;
}

function NoteEntry({ note, canWrite, latest }: NoteEntryProps) {
  const { t } = useLingui();
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const pin = usePin(note, latest);
  const { run: remove, busy: removing } = useAction(DeleteNoteDocument, (data) => data.deleteNote);
  const destroy = async () => {
    const outcome = await remove({ input: { id: note.id, version: note.version } });
    if (!outcome.done && outcome.errors[0]) toast.failed(outcome.errors[0].message);
    await latest();
  };
  return (
    <li className={classes.note} data-pinned={note.pinned || undefined}>
      <div className={classes.by}>
        <span className={classes.author}>{note.author?.name ?? t`Former colleague`}</span>
        <time dateTime={note.createdAt} title={exactTime(note.createdAt)}>
          {ago(note.createdAt)}
        </time>
        {note.updatedAt !== note.createdAt && (
          <span title={exactTime(note.updatedAt)}>
            <Trans>edited</Trans>
          </span>
        )}
        <span className={classes.tools}>
          {canWrite && (
            <Tooltip label={note.pinned ? t`Unpin` : t`Pin to the top`}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={24}
                aria-label={note.pinned ? t`Unpin` : t`Pin to the top`}
                aria-pressed={note.pinned}
                onClick={pin}
              >
                {note.pinned ? <IconPinFilled size={14} /> : <IconPin size={14} />}
              </ActionIcon>
            </Tooltip>
          )}
          {note.mine && canWrite && (
            <>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={24}
                aria-label={t`Edit the note`}
                onClick={() => setEditing(true)}
              >
                <IconPencil size={14} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={24}
                aria-label={t`Delete the note`}
                onClick={() => setDeleting(true)}
              >
                <IconTrash size={14} />
              </ActionIcon>
            </>
          )}
        </span>
      </div>
      {editing ? (
        <NoteEditor note={note} latest={latest} onClose={() => setEditing(false)} />
      ) : (
        <div className={classes.text}>{note.text}</div>
      )}
      {deleting && (
        <Group gap="xs" mt={6} role="alertdialog" aria-label={t`Delete the note`}>
          <Text size="xs">
            <Trans>Delete this note for everybody?</Trans>
          </Text>
          <Button size="compact-xs" color="red" loading={removing} onClick={() => void destroy()} autoFocus>
            <Trans>Delete</Trans>
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => setDeleting(false)}>
            <Trans>Keep</Trans>
          </Button>
        </Group>
      )}
    </li>
  );
}
