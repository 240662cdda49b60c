import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ago, count, day, exactTime } from "../../../app/format.ts";
import { LabelPill } from "../../clients/Pill.tsx";
import { tableClasses } from "../../common/Table.tsx";
import type { ImportListEntry } from "../documents.ts";
import { stateLabels } from "../labels.ts";
import { percent } from "../Progress.tsx";
import { fileSize } from "../size.ts";
import { isBusy, isWritten } from "../view.ts";

/** One import in the list of all. */
export function ImportEntry({ entry }: { entry: ImportListEntry }) {
  const { t } = useLingui();
  const { createdAt, createdBy, fileName, mine, progress, rowCount, size, state } = entry;
  const counts = isWritten(state) ? entry.written : entry.counts;
  const number = (value: number | undefined) => (value === undefined ? "–" : count(value, false));
  return (
    <tr>
      <th scope="row">
        <Anchor
          size="sm"
          renderRoot={(props: object) => <Link to="/imports/$id" params={{ id: entry.id }} {...props} />}
        >
          <bdi>{fileName}</bdi>
        </Anchor>
        <span className={tableClasses.second}>
          {rowCount > 0 ? (
            <Trans>
              {count(rowCount, false)} rows · {fileSize(size)}
            </Trans>
          ) : (
            fileSize(size)
          )}
        </span>
      </th>
      <td>
        <LabelPill label={stateLabels[state]} />
        {isBusy(state) && progress.total > 0 && <span className={tableClasses.second}>{percent(progress)}</span>}
      </td>
      <td className={tableClasses.number}>{number(counts?.create)}</td>
      <td className={tableClasses.number}>{number(counts?.update)}</td>
      <td className={tableClasses.number}>{number(counts?.skip)}</td>
      <td className={tableClasses.number}>{number(counts?.error)}</td>
      <td>
        {mine ? t`You` : createdBy.name}
        <span className={tableClasses.second}>
          <time dateTime={createdAt} title={exactTime(createdAt)}>
            {ago(createdAt)}
          </time>
        </span>
      </td>
      <td className={tableClasses.nowrap}>
        <UndoUntil entry={entry} />
      </td>
    </tr>
  );
}

function UndoUntil({ entry: { state, undo } }: { entry: ImportListEntry }) {
  if (!undo) return <span className={tableClasses.dimmed}>–</span>;
  if (state === "UNDONE") return <Trans>Taken back</Trans>;
  if (!undo.possible) {
    return (
      <span className={tableClasses.dimmed}>
        <Trans>No longer</Trans>
      </span>
    );
  }
  return (
    <time dateTime={undo.until} title={exactTime(undo.until)}>
      <Trans>until {day(undo.until)}</Trans>
    </time>
  );
}
