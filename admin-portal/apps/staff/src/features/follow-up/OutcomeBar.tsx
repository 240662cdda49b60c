import { Trans, useLingui } from "@lingui/react/macro";
import { Button, TextInput } from "@mantine/core";
import { IconPhoneOff } from "@tabler/icons-react";
import { type FormEvent, useRef, useState } from "react";
import { dateTime } from "../../app/format.ts";
import { leaveField } from "../../app/leaveField.ts";
import { useZone } from "../../app/preferences.ts";
import { useShortcut } from "../../app/shortcuts.tsx";
import { useAction } from "../../app/useAction.ts";
import { useViewer } from "../../app/viewer.tsx";
import { useUndoable } from "../clients/actions/useUndoable.ts";
import type { ClientRow } from "../clients/documents.ts";
import { StatusPill } from "../clients/Pill.tsx";
import { nextStatuses } from "../clients/statuses.ts";
import { RecordOutcomeDocument, type Task } from "./documents.ts";
import { commaAt, matching, parseLine } from "./line.ts";
import classes from "./Queue.module.css";

interface OutcomeBarProps {
  client: ClientRow;
  task: Task | undefined;
  /** The outcome is on its way to the server. */
  onSave: () => void;
  /** The outcome is kept: on to the next. */
  onDone: () => void;
}

/** The outcome of a contact in one typed line: status, time of the call-back, note. Enter keeps it and goes on. */
export function OutcomeBar({ client, task, onSave, onDone }: OutcomeBarProps) {
  const { t } = useLingui();
  const { viewer } = useViewer();
  const zone = useZone();
  const [line, setLine] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const { run, busy } = useAction(RecordOutcomeDocument, (data) => data.recordOutcome);
  const undoable = useUndoable();
  useShortcut("o", { label: t`Write the outcome`, group: t`My day` }, () => field.current?.focus());
  const depositor = client.stage === "DEPOSITOR";
  const present = depositor ? client.retentionStatus?.id : client.salesStatus.id;
  const list = depositor ? viewer.broker.retentionStatuses : viewer.broker.salesStatuses;
  const statuses = nextStatuses(list, present);
  const never = t`do not call`;
  const said = parseLine(line, statuses, new Date(), zone, never);
  const empty = line.trim() === "";
  const silenced = client.doNotCall || said.doNotCall;
  const kind = silenced ? ("TASK" as const) : ("CALL_BACK" as const);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (empty || busy) return;
    const change = run({
      input: {
        clientId: client.id,
        ...(said.status && { [depositor ? "retentionStatusId" : "salesStatusId"]: said.status.id }),
        ...(said.note !== "" && { note: said.note }),
        ...(said.doNotCall && { doNotCall: true }),
        ...(said.when && { next: { kind, dueAt: said.when.toISOString() } }),
        ...(task && { doneTaskId: task.id }),
      },
    });
    onSave();
    const words = said.status ? t`${client.displayName}: ${said.status.name}` : t`${client.displayName}: noted`;
    if (!(await undoable(client.id, change, words))) return;
    setLine("");
    leaveField(field.current);
    onDone();
  };

  /** A click on a status writes it to the front of the line. */
  const choose = (name: string) => {
    const comma = commaAt(line);
    const rest = said.status ? line.slice(comma < 0 ? line.length : comma + 1) : line;
    setLine([name, rest.trim()].filter((part) => part !== "").join(", "));
    field.current?.focus();
  };
  const first = line.split(/[,،]/)[0] ?? "";
  const offered = said.status || matching(first, statuses).length === 0 ? statuses : matching(first, statuses);
  return (
    <form className={classes.outcome} aria-label={t`Outcome`} onSubmit={(event) => void submit(event)}>
      <div className={classes.line}>
        <TextInput
          ref={field}
          className={classes.lineField ?? ""}
          aria-label={t`Outcome: status, call-back, note`}
          placeholder={t`no answer, tomorrow 15:00, left a message`}
          value={line}
          maxLength={9000}
          autoComplete="off"
          onChange={(event) => setLine(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Escape" && leaveField(event.currentTarget)}
        />
        <Button type="submit" loading={busy} disabled={empty}>
          <Trans>Save, next</Trans>
        </Button>
      </div>
      <output className={classes.understood} aria-live="polite">
        {empty ? (
          <span className={classes.hint}>
            <Trans>
              Press <kbd>o</kbd>, type status, time and note with commas between them, press <kbd>Enter</kbd>.
            </Trans>
          </span>
        ) : (
          <>
            <span className={classes.label}>{t`Status`}</span>
            {said.status ? <StatusPill status={said.status} /> : <span>{t`unchanged`}</span>}
            <span className={classes.label}>{kind === "TASK" ? t`Task` : t`Call-back`}</span>
            <span className="tabular">{said.when ? dateTime(said.when.toISOString()) : t`none`}</span>
            {said.doNotCall && <span className={classes.never}>{t`No calls any more`}</span>}
            <span className={classes.label}>{t`Note`}</span>
            <span className={classes.noteSaid}>{said.note === "" ? t`none` : said.note}</span>
          </>
        )}
      </output>
      <div className={classes.offers}>
        {offered.map((status) => (
          <button
            key={status.id}
            type="button"
            tabIndex={-1}
            className={classes.offer}
            aria-pressed={status.id === said.status?.id}
            onClick={() => choose(status.name)}
          >
            <span className={classes.dot} style={{ backgroundColor: status.color }} aria-hidden />
            {status.name}
          </button>
        ))}
        {!client.doNotCall && (
          <button
            type="button"
            tabIndex={-1}
            className={classes.offer}
            aria-pressed={said.doNotCall}
            disabled={said.doNotCall}
            onClick={() => {
              setLine([never, line.trim()].filter((part) => part !== "").join(", "));
              field.current?.focus();
            }}
          >
            <IconPhoneOff size={13} aria-hidden />
            {never}
          </button>
        )}
      </div>
    </form>
  );
}
