import type { ImportOutcome } from "@brokerdesk/api";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { dateTime } from "../../../app/format.ts";
import { FileLink } from "../../common/files/FileLink.tsx";
import { ownWords } from "../../common/files/takeFile.ts";
import type { ClientImport } from "../documents.ts";
import classes from "../Imports.module.css";
import { NewImport } from "../Links.tsx";
import { RowList } from "../RowList.tsx";
import { Shares } from "../Shares.tsx";
import { StepFrame, type StepProps } from "../StepFrame.tsx";
import { Counts, useFigures } from "./Counts.tsx";
import { Undo } from "./Undo.tsx";

const nothing = { create: 0, update: 0, skip: 0, error: 0, repeats: 0 };

/** What the import did, the rows that failed as a file, and the way back. */
export function Report({ work }: StepProps) {
  const { t } = useLingui();
  const { found } = work;
  const [shown, setShown] = useState<ImportOutcome>();
  const written = found.written ?? nothing;
  const figures = useFigures(written, false, found.state === "CANCELLED");
  const titles: Partial<Record<ClientImport["state"], string>> = {
    COMMITTED: t`The list is imported`,
    CANCELLED: t`The import was stopped`,
    UNDONE: t`The import was taken back`,
  };
  if (found.committedAt === null) {
    return (
      <StepFrame title={t`The import was given up`}>
        <p className={classes.plain}>
          <Trans>Nothing of this file was written to clients.</Trans>
        </p>
        <NewImport />
      </StepFrame>
    );
  }
  // who did not bring the file gets none of its rows
  const unwritten = written.error > 0 && found.mine && !found.forgotten;
  const turned = found.state === "COMMITTED" ? Math.max(0, written.error - (found.counts?.error ?? 0)) : 0;
  return (
    <StepFrame
      title={titles[found.state] ?? t`Report`}
      about={
        <Trans>
          {dateTime(found.committedAt)}, by {found.createdBy.name}. A figure opens its rows.
        </Trans>
      }
    >
      <Counts label={t`What the import did`} figures={figures} chosen={shown} onChoose={setShown} />
      {turned > 0 && (
        <p className={classes.plain}>
          <Plural
            value={turned}
            one="# row was fine when it was tried and could not be written: clients or rights had changed meanwhile. It is among those that failed, with its reason."
            other="# rows were fine when they were tried and could not be written: clients or rights had changed meanwhile. They are among those that failed, with their reasons."
          />
        </p>
      )}
      {unwritten && (
        <div className={classes.failed}>
          <FileLink
            href={`/imports/${encodeURIComponent(found.id)}/failed.csv`}
            name="failed-rows.csv"
            own={ownWords.importRows}
          >
            <Trans>Download the rows that were not written</Trans>
          </FileLink>
          <span className={classes.about}>
            <Trans>In the layout of your file, with a column that says why. Mend them and import that file.</Trans>
          </span>
        </div>
      )}
      {shown && <RowList key={shown} found={found} outcome={shown} />}
      <Shares assignment={found.assignment} done />
      <Undo work={work} />
    </StepFrame>
  );
}
