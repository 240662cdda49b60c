import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, TextInput, Tooltip } from "@mantine/core";
import { IconCheck, IconPencil, IconPhone, IconSquareCheck, IconX } from "@tabler/icons-react";
import { type FormEvent, lazy, Suspense, useRef, useState } from "react";
import { useClient } from "urql";
import { ago, dateTime } from "../../app/format.ts";
import { Instant } from "../../app/Instant.tsx";
import { leaveField } from "../../app/leaveField.ts";
import { useZone } from "../../app/preferences.ts";
import { ReasonTooltip } from "../../app/rights.tsx";
import { useShortcut } from "../../app/shortcuts.tsx";
import { type ActionErrors, useAction } from "../../app/useAction.ts";
import { useDraft } from "../../app/useDraft.ts";
import { useActionState } from "../clients/actions/allowed.ts";
import { type ClientDetail, ClientDetailDocument } from "../clients/documents.ts";
import { CreateTaskDocument, type Task } from "./documents.ts";
import { parseLine } from "./line.ts";
import classes from "./Queue.module.css";
import { useEndTask } from "./useEndTask.ts";

const TaskDialog = lazy(() => import("./TaskDialog.tsx"));

/** What is planned for a client, and one line that plans the next. */
export function ClientTasks({ client }: { client: ClientDetail }) {
  const { t } = useLingui();
  const urql = useClient();
  const state = useActionState(client)("FOLLOW_UP");
  const open = (client.profile?.tasks ?? []).filter((task) => task.state === "OPEN");
  const reload = () =>
    void urql.query(ClientDetailDocument, { id: client.id }, { requestPolicy: "network-only" }).toPromise();
  return (
    <>
      <ul className={classes.tasks} aria-label={t`Follow-ups`}>
        {open.map((task) => (
          <TaskLine key={task.id} client={client} task={task} allowed={state.allowed} onChanged={reload} />
        ))}
      </ul>
      <ReasonTooltip reason={state.reason}>
        <div>
          <PlanLine client={client} allowed={state.allowed} onPlanned={reload} />
        </div>
      </ReasonTooltip>
    </>
  );
}

interface TaskLineProps {
  client: ClientDetail;
  task: Task;
  allowed: boolean;
  onChanged: () => void;
}

function TaskLine({ client, task, allowed, onChanged }: TaskLineProps) {
  const { t } = useLingui();
  const { end, busy } = useEndTask();
  const [changing, setChanging] = useState(false);
  const endAs = async (state: "DONE" | "CANCELLED") => {
    await end(client.id, task, state);
    onChanged();
  };
  const call = task.kind === "CALL_BACK";
  const words = task.text ?? (call ? t`Call-back` : t`Task`);
  const tools = [
    { state: "DONE" as const, label: t`Done: ${words}`, icon: <IconCheck size={14} /> },
    { state: "CANCELLED" as const, label: t`Cancel: ${words}`, icon: <IconX size={14} /> },
  ];
  return (
    <li className={classes.task}>
      {call ? (
        <IconPhone size={15} className={classes.mark} role="img" aria-label={t`Call-back`} />
      ) : (
        <IconSquareCheck size={15} className={classes.mark} role="img" aria-label={t`Task`} />
      )}
      <span className={classes.taskText}>
        {words}
        <span className={classes.taskMeta} data-overdue={Date.parse(task.dueAt) < Date.now() || undefined}>
          <Instant at={task.dueAt}>
            {dateTime(task.dueAt)} · {ago(task.dueAt)}
          </Instant>
          {task.assignee && ` · ${task.assignee.name}`}
        </span>
      </span>
      {allowed && (
        <span className={classes.taskTools}>
          <Tooltip label={t`Change: ${words}`}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={26}
              aria-label={t`Change: ${words}`}
              onClick={() => setChanging(true)}
            >
              <IconPencil size={14} />
            </ActionIcon>
          </Tooltip>
          {tools.map(({ state, label, icon }) => (
            <Tooltip key={state} label={label}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={26}
                aria-label={label}
                loading={busy}
                onClick={() => void endAs(state)}
              >
                {icon}
              </ActionIcon>
            </Tooltip>
          ))}
        </span>
      )}
      <Suspense>
        {changing && <TaskDialog client={client} task={task} onDone={onChanged} onClose={() => setChanging(false)} />}
      </Suspense>
    </li>
  );
}

function PlanLine({ client, allowed, onPlanned }: { client: ClientDetail; allowed: boolean; onPlanned: () => void }) {
  const { t } = useLingui();
  const zone = useZone();
  const [line, setLine] = useDraft(`plan ${client.id}`);
  const [errors, setErrors] = useState<ActionErrors>([]);
  const field = useRef<HTMLInputElement>(null);
  const { run, busy } = useAction(CreateTaskDocument, (data) => data.createTask);
  useShortcut(
    "f",
    { label: t`Plan a follow-up`, group: t`Client` },
    allowed ? () => field.current?.focus() : undefined,
  );
  const { when, note } = parseLine(line, [], new Date(), zone);
  const kind = client.doNotCall ? ("TASK" as const) : ("CALL_BACK" as const);
  const plan = async (event: FormEvent) => {
    event.preventDefault();
    if (when === undefined || busy) return;
    const outcome = await run({ input: { clientId: client.id, kind, dueAt: when.toISOString(), text: note } });
    if (!outcome.done) return setErrors(outcome.errors);
    setErrors([]);
    setLine("");
    onPlanned();
  };
  const understood = when && dateTime(when.toISOString());
  const hint =
    line.trim() === "" || understood === undefined ? (
      <Trans>When, then what: “mon 9:30, ask for papers”.</Trans>
    ) : kind === "TASK" ? (
      <Trans>Task on {understood}</Trans>
    ) : (
      <Trans>Call-back on {understood}</Trans>
    );
  return (
    <form className={classes.plan} onSubmit={(event) => void plan(event)}>
      <TextInput
        ref={field}
        className={classes.planField ?? ""}
        size="xs"
        aria-label={client.doNotCall ? t`Plan a task` : t`Plan a call-back`}
        placeholder={t`tomorrow 15:00, ask for papers`}
        description={hint}
        inputWrapperOrder={["label", "input", "description", "error"]}
        value={line}
        error={errors[0]?.message}
        disabled={!allowed}
        autoComplete="off"
        onChange={(event) => setLine(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Escape" && leaveField(event.currentTarget)}
      />
      <Button type="submit" size="xs" variant="default" loading={busy} disabled={!allowed || when === undefined}>
        <Trans>Plan</Trans>
      </Button>
    </form>
  );
}
