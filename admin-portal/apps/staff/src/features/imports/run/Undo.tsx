import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useState } from "react";
import { count, dateTime } from "../../../app/format.ts";
import { Instant } from "../../../app/Instant.tsx";
import type { ActionErrors } from "../../../app/useAction.ts";
import { FormDialog } from "../../common/FormDialog.tsx";
import { UndoImportDocument } from "../documents.ts";
import classes from "../Imports.module.css";
import { RowList } from "../RowList.tsx";
import type { ImportWork } from "../useImportWork.ts";

/** Takes an import back while that is possible; afterwards what came of it, and whom it left as they are. */
export function Undo({ work: { found, sender } }: { work: ImportWork }) {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { forgotten, id, state, undo, written } = found;
  if (undo && state === "UNDONE") {
    return (
      <section className={classes.undo} aria-labelledby="import-undo">
        <h3 id="import-undo" className={classes.small}>
          <Trans>What was taken back</Trans>
        </h3>
        <p className={classes.plain}>
          <Plural value={undo.deleted} one="# client is deleted" other="# clients are deleted" />,{" "}
          {undo.archived > 0 && (
            <>
              <Plural
                value={undo.archived}
                one="# is archived, because somebody opened the profile"
                other="# are archived, because somebody opened their profiles"
              />
              {", "}
            </>
          )}
          <Plural value={undo.restored} one="# is as before" other="# are as before" />
          {undo.refused > 0 && (
            <>
              {", "}
              <Plural
                value={undo.refused}
                one="# was left as it is, because somebody worked on it since"
                other="# were left as they are, because somebody worked on them since"
              />
            </>
          )}
          .
        </p>
        {undo.refused > 0 && !forgotten && <RowList found={found} outcome="UNDO_REFUSED" />}
      </section>
    );
  }
  if (!undo) return null;
  if (!undo.possible) {
    return (
      <p className={classes.about}>
        <Trans>This import can no longer be taken back: its file and its undo are destroyed after 7 days.</Trans>
      </p>
    );
  }
  const run = async () => {
    setBusy(true);
    const outcome = await sender.send(
      UndoImportDocument,
      (version) => ({ input: { id, version } }),
      (data) => data.undoImport,
    );
    setBusy(false);
    setErrors(outcome.done ? [] : outcome.errors);
    if (outcome.done) setAsking(false);
  };
  const [made, changed] = [count(written?.create ?? 0, false), count(written?.update ?? 0, false)];
  return (
    <section className={classes.undo} aria-labelledby="import-undo">
      <h3 id="import-undo" className={classes.small}>
        <Trans>Take it back</Trans>
      </h3>
      <div className={classes.failed}>
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size={15} aria-hidden />}
          onClick={() => {
            setErrors([]);
            setAsking(true);
          }}
        >
          <Trans>Undo this import</Trans>
        </Button>
        <span className={classes.about}>
          <Instant at={undo.until}>
            <Trans>Possible until {dateTime(undo.until)}.</Trans>
          </Instant>
        </span>
      </div>
      {asking && (
        <FormDialog
          title={t`Undo this import?`}
          consequence={
            <Trans>
              {made} clients that it made are deleted, or archived where somebody opened the profile; {changed} that it
              changed are as before. Whoever was worked on since stays as he is, and is listed.
            </Trans>
          }
          verb={<Trans>Undo the import</Trans>}
          danger
          busy={busy}
          ready
          errors={errors}
          onSubmit={() => void run()}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  );
}
