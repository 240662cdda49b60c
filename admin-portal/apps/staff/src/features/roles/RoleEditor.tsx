import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Group, Modal, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useBlocker } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useState } from "react";
import { type ActionErrors, errorAt, errorsElsewhere } from "../../app/useAction.ts";
import { useViewer } from "../../app/viewer.tsx";
import { FormDialog, Problems } from "../common/FormDialog.tsx";
import { type Difference, differences } from "./changes.ts";
import { FieldMatrix } from "./FieldMatrix.tsx";
import { differenceName, differenceValue } from "./labels.ts";
import type { Permission, RoleDraft } from "./model.ts";
import { PermissionMatrix } from "./PermissionMatrix.tsx";
import classes from "./Roles.module.css";

interface RoleEditorProps {
  /** What the server has. */
  saved: RoleDraft;
  /** What the editor holds. */
  draft: RoleDraft;
  onDraft: (draft: RoleDraft) => void;
  catalogue: readonly Permission[];
  /** Why nothing can be changed. */
  locked: string | undefined;
  memberCount: number;
  members?: ReactNode;
  notice: string | undefined;
  verb: string;
  busy: boolean;
  /** What the server refused. */
  errors: ActionErrors;
  /** Whether the page may go without asking. */
  leaving: { readonly current: boolean };
  /** Its changes are left behind for good. */
  onLeft: () => void;
  onSave: () => void;
}

/** Name, permissions and field visibility of one role. Nothing is lost without asking. */
export function RoleEditor({
  saved,
  draft,
  onDraft: setDraft,
  catalogue,
  locked,
  memberCount,
  members,
  notice,
  ...rest
}: RoleEditorProps) {
  const { verb, busy, errors, leaving, onLeft, onSave } = rest;
  const { t } = useLingui();
  const { viewer } = useViewer();
  const [confirming, setConfirming] = useState(false);
  const changed = differences(saved, draft);
  const dirty = changed.length > 0 && locked === undefined;
  const touchesPeople = memberCount > 0 && changed.some(({ key }) => key.includes(" "));

  const save = () => {
    setConfirming(false);
    onSave();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (touchesPeople) setConfirming(true);
    else save();
  };
  return (
    <form onSubmit={submit} noValidate>
      {notice && (
        <Alert variant="light" color="yellow" mb="md">
          {notice}
        </Alert>
      )}
      <div className={classes.about}>
        <TextInput
          label={t`Name`}
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
          error={errorAt(errors, "name")}
          maxLength={80}
          readOnly={locked !== undefined}
          autoComplete="off"
        />
        <Textarea
          label={t`Description`}
          value={draft.description}
          onChange={(event) => setDraft({ ...draft, description: event.currentTarget.value })}
          error={errorAt(errors, "description")}
          maxLength={400}
          readOnly={locked !== undefined}
          autosize
          minRows={1}
          maxRows={4}
        />
      </div>
      {members && (
        <Text size="sm" mt="xs" c="dimmed">
          {members}
        </Text>
      )}
      <h2 className={classes.section}>
        <Trans>What it allows</Trans>
      </h2>
      <PermissionMatrix
        catalogue={catalogue}
        saved={saved.grants}
        value={draft.grants}
        locked={locked}
        onChange={(grants) => setDraft({ ...draft, grants })}
      />
      <h2 className={classes.section}>
        <Trans>What it shows of a client's contact data</Trans>
      </h2>
      <FieldMatrix
        own={viewer.fields}
        saved={saved.fields}
        value={draft.fields}
        locked={locked}
        onChange={(fields) => setDraft({ ...draft, fields })}
      />
      {locked === undefined && (
        <div className={classes.bar}>
          <Problems errors={errorsElsewhere(errors, ["name", "description"])} />
          <p role="status">
            {dirty ? (
              <Plural value={changed.length} one="# unsaved change" other="# unsaved changes" />
            ) : (
              <Trans>Everything is saved.</Trans>
            )}
          </p>
          <Button variant="default" disabled={!dirty || busy} onClick={() => setDraft(saved)}>
            <Trans>Discard changes</Trans>
          </Button>
          <Button type="submit" loading={busy} disabled={!dirty || draft.name.trim() === ""}>
            {verb}
          </Button>
        </div>
      )}
      {confirming && (
        <FormDialog
          title={t`Change what people may do?`}
          consequence={
            <Plural
              value={memberCount}
              one="This changes what # person may do and see, from that person's next request on."
              other="This changes what # people may do and see, from their next request on."
            />
          }
          verb={verb}
          size="lg"
          busy={false}
          ready
          errors={[]}
          onSubmit={save}
          onClose={() => setConfirming(false)}
        >
          <ChangeList changed={changed} />
        </FormDialog>
      )}
      <UnsavedGuard dirty={dirty} leaving={leaving} onLeft={onLeft} />
    </form>
  );
}

function ChangeList({ changed }: { changed: readonly Difference[] }) {
  return (
    <ul className={classes.changes}>
      {changed.map(({ key, before, after }) => (
        <li key={key}>
          <span>{differenceName(key)}</span>
          <span className={classes.before}>{differenceValue(key, before)}</span>
          <IconArrowRight size={14} aria-hidden className={classes.arrow ?? ""} />
          <span className={classes.after}>{differenceValue(key, after)}</span>
        </li>
      ))}
    </ul>
  );
}

/** Asks before unsaved changes are left behind; an ended session is not held up. */
function UnsavedGuard({ dirty, leaving, onLeft }: Pick<RoleEditorProps, "leaving" | "onLeft"> & { dirty: boolean }) {
  const { t } = useLingui();
  const blocker = useBlocker({
    shouldBlockFn: ({ next }) => dirty && !leaving.current && next.pathname !== "/sign-in",
    enableBeforeUnload: () => dirty && !leaving.current,
    withResolver: true,
  });
  if (blocker.status !== "blocked") return null;
  return (
    <Modal opened onClose={blocker.reset} title={t`Leave without saving?`} size="sm">
      <Stack gap="md">
        <Text size="sm">
          <Trans>The changes of this role are not saved yet.</Trans>
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button
            variant="default"
            onClick={() => {
              onLeft();
              blocker.proceed();
            }}
          >
            <Trans>Leave, lose them</Trans>
          </Button>
          <Button data-autofocus onClick={blocker.reset}>
            <Trans>Stay here</Trans>
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
