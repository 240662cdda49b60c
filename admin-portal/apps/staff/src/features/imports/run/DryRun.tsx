import type { ImportOutcome } from "@brokerdesk/api";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Radio, Stack } from "@mantine/core";
import { useState } from "react";
import type { ActionErrors } from "../../../app/useAction.ts";
import { type ClientImport, CommitImportDocument } from "../documents.ts";
import classes from "../Imports.module.css";
import { RowList } from "../RowList.tsx";
import { Shares } from "../Shares.tsx";
import { StepFrame, type StepProps } from "../StepFrame.tsx";
import { Counts, useFigures } from "./Counts.tsx";

type Counted = NonNullable<ClientImport["counts"]>;

/** Exactly what the import would do, to the row; nothing is written before the button is pressed. */
export function DryRun(props: StepProps) {
  const { counts } = props.work.found;
  return counts ? <Decide {...props} counts={counts} /> : null;
}

function Decide({ work, goTo, counts }: StepProps & { counts: Counted }) {
  const { t } = useLingui();
  const { found, sender } = work;
  const [shown, setShown] = useState<ImportOutcome>();
  const [skipBad, setSkipBad] = useState(found.skipBadRows);
  const [errors, setErrors] = useState<ActionErrors>([]);
  const [busy, setBusy] = useState(false);
  const figures = useFigures(counts, true);
  const writes = counts.create + counts.update;
  const commit = async () => {
    setBusy(true);
    const outcome = await sender.send(
      CommitImportDocument,
      (version) => ({ input: { id: found.id, version, skipBadRows: counts.error > 0 && skipBad } }),
      (data) => data.commitImport,
    );
    setBusy(false);
    setErrors(outcome.done ? [] : outcome.errors);
  };
  const reason =
    writes === 0
      ? t`There is nothing to write: every row is left out or has mistakes.`
      : counts.error > 0 && !skipBad
        ? t`Mend the rows with mistakes, or choose to leave them out.`
        : undefined;
  return (
    <StepFrame
      title={t`This is what the import would do`}
      about={<Trans>Every row was tried. Nothing is written yet. A figure opens its rows.</Trans>}
      errors={errors.filter(({ code }) => code !== "conflict")}
      onBack={() => goTo("owners")}
      onNext={() => void commit()}
      next={<Plural value={writes} one="Import # row" other="Import # rows" />}
      reason={reason}
      busy={busy}
      aside={<Trans>For 7 days it can be taken back.</Trans>}
    >
      <Counts label={t`What the import would do`} figures={figures} chosen={shown} onChoose={setShown} />
      {errors.some(({ code }) => code === "conflict") && (
        <Alert color="red" variant="light" role="alert">
          <Trans>It was changed in another window meanwhile. Look at the figures again before you import.</Trans>
        </Alert>
      )}
      {counts.error > 0 && (
        <Radio.Group
          label={t`The rows with mistakes`}
          value={skipBad ? "skip" : "mend"}
          onChange={(value) => setSkipBad(value === "skip")}
        >
          <Stack gap="xs" className={classes.stack ?? ""}>
            <Radio
              value="mend"
              label={t`Mend them first`}
              description={t`Nothing is imported until every row is fine.`}
            />
            <Radio
              value="skip"
              label={t`Leave them out`}
              description={t`They come back as a file in the same layout, with a column that says why.`}
            />
          </Stack>
          {!skipBad && (
            <Button variant="light" onClick={() => goTo("mistakes")}>
              <Trans>Mend them now</Trans>
            </Button>
          )}
        </Radio.Group>
      )}
      <Shares assignment={found.assignment} />
      {shown && <RowList key={shown} found={found} outcome={shown} />}
    </StepFrame>
  );
}
