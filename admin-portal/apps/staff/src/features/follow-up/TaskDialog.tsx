import { useLingui } from "@lingui/react/macro";
import { Select, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useClient, useQuery } from "urql";
import { clockAt, instantOf } from "../../app/days.ts";
import { dateTime } from "../../app/format.ts";
import { useZone } from "../../app/preferences.ts";
import { toast } from "../../app/toasts.tsx";
import { errorAt, useAction } from "../../app/useAction.ts";
import { useViewer } from "../../app/viewer.tsx";
import { type ClientDetail, ClientDetailDocument } from "../clients/documents.ts";
import { AssignableStaffDocument } from "../clients/filter/useOptions.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { useVersioned, type Versioned } from "../common/useVersioned.tsx";
import { ChangeTaskDocument, type Task } from "./documents.ts";
import "../clients/filter/styles.ts";

interface TaskDraft {
  dueAt: string;
  assignee: Person | null;
  text: string;
}

interface Person {
  id: string;
  name: string;
}

interface TaskDialogProps {
  client: ClientDetail;
  task: Task;
  onDone: () => void;
  onClose: () => void;
}

const longest = 500;
const personOf = ({ id, name }: Person): Person => ({ id, name });

const versioned = ({ version, dueAt, assignee, text }: Task): Versioned<TaskDraft> => ({
  version,
  values: { dueAt, assignee: assignee ? personOf(assignee) : null, text: text ?? "" },
});

/** What of a task was changed: what is left as it is does not travel, so a task that is late keeps its time. */
export function taskChanges(from: TaskDraft, mine: TaskDraft) {
  return {
    ...(mine.dueAt !== from.dueAt && { dueAt: mine.dueAt }),
    ...(mine.assignee && mine.assignee.id !== from.assignee?.id && { assigneeId: mine.assignee.id }),
    ...(mine.text.trim() !== from.text && { text: mine.text.trim() }),
  };
}

/** Moves a task or a call-back: when, who, what. */
export default function TaskDialog({ client, task, onDone, onClose }: TaskDialogProps) {
  const { t } = useLingui();
  const zone = useZone();
  const urql = useClient();
  const { viewer } = useViewer();
  const [draft, setDraft] = useState(() => versioned(task).values);
  const [{ data }] = useQuery({ query: AssignableStaffDocument, variables: {} });
  const { run } = useAction(ChangeTaskDocument, (answer) => answer.changeTask);
  const call = task.kind === "CALL_BACK";
  const { base, errors, busy, dialog, clashing, save } = useVersioned<TaskDraft>({
    start: versioned(task),
    send: ({ version, values }, mine) => run({ input: { id: task.id, version, ...taskChanges(values, mine) } }),
    latest: async () => {
      const again = urql.query(ClientDetailDocument, { id: client.id }, { requestPolicy: "network-only" });
      const now = (await again.toPromise()).data?.client?.profile?.tasks.find(({ id }) => id === task.id);
      return now?.state === "OPEN" ? versioned(now) : undefined;
    },
    onMerged: setDraft,
    onSaved: (payload) => {
      if (payload !== undefined) toast.done(t`Saved`);
      onDone();
      onClose();
    },
    labels: { dueAt: t`When`, assignee: t`Who`, text: t`What` },
    text: (field, value) => {
      if (field === "dueAt") return dateTime(value as string);
      return field === "assignee" ? ((value as Person | null)?.name ?? t`Nobody`) : undefined;
    },
  });
  if (clashing) return dialog;
  // those who look after the client first; whom the server does not take for this client it says
  const near = [task.assignee, client.owner, viewer.staff, ...(client.profile?.participants ?? [])];
  const people = new Map(
    [...near, ...(data?.assignableStaff ?? [])].flatMap((each) => (each ? [[each.id, personOf(each)] as const] : [])),
  );
  // a text that this reader is not shown stays as it is
  const hidden = task.hasText && task.text === null;
  return (
    <FormDialog
      title={call ? t`Change the call-back` : t`Change the task`}
      verb={t`Save`}
      busy={busy}
      ready={draft.dueAt !== "" && Object.keys(taskChanges(base.values, draft)).length > 0}
      errors={errors}
      fields={["dueAt", "assigneeId", "text"]}
      onSubmit={() => save(draft)}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        type="datetime-local"
        label={t`When`}
        value={draft.dueAt && clockAt(draft.dueAt, zone)}
        onChange={(event) => setDraft({ ...draft, dueAt: instantOf(event.currentTarget.value, zone) ?? "" })}
        error={errorAt(errors, "dueAt")}
      />
      <Select
        label={t`Who`}
        data={[...people.values()].map(({ id, name }) => ({ value: id, label: name }))}
        value={draft.assignee?.id ?? null}
        onChange={(id) => setDraft({ ...draft, assignee: people.get(id ?? "") ?? draft.assignee })}
        error={errorAt(errors, "assigneeId")}
        allowDeselect={false}
        searchable
        comboboxProps={{ shadow: "md" }}
      />
      {!hidden && (
        <Textarea
          label={t`What`}
          value={draft.text}
          maxLength={longest}
          autosize
          minRows={2}
          onChange={(event) => setDraft({ ...draft, text: event.currentTarget.value })}
          error={errorAt(errors, "text")}
        />
      )}
    </FormDialog>
  );
}
