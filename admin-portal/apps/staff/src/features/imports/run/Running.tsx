import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { useState } from "react";
import { type ActionErrors, useAction } from "../../../app/useAction.ts";
import { FormDialog } from "../../common/FormDialog.tsx";
import { CancelImportDocument, PauseImportDocument, ResumeImportDocument } from "../documents.ts";
import classes from "../Imports.module.css";
import { Progress } from "../Progress.tsx";
import { StepFrame, type StepProps } from "../StepFrame.tsx";

/** Rows are being written, or taken back. */
export function Running({ work: { found } }: StepProps) {
  const { t } = useLingui();
  const { id, progress, state } = found;
  const [stopping, setStopping] = useState(false);
  const [errors, setErrors] = useState<ActionErrors>([]);
  const pause = useAction(PauseImportDocument, (data) => data.pauseImport);
  const resume = useAction(ResumeImportDocument, (data) => data.resumeImport);
  const cancel = useAction(CancelImportDocument, (data) => data.cancelImport);
  const tell = (outcome: { done: boolean; errors?: ActionErrors }) => setErrors(outcome.errors ?? []);
  if (state === "UNDOING") {
    return (
      <StepFrame
        title={t`The import is being taken back`}
        about={<Trans>You may leave this page: it goes on by itself.</Trans>}
      >
        <Progress label={t`Taking back`} progress={progress} />
      </StepFrame>
    );
  }
  const paused = state === "PAUSED";
  const stop = async () => {
    const outcome = await cancel.run({ id });
    if (outcome.done) setStopping(false);
    else tell(outcome);
  };
  return (
    <StepFrame
      title={paused ? t`The import is paused` : t`The rows are being imported`}
      about={
        paused ? (
          <Trans>What is written stays. It goes on where it was when you resume it.</Trans>
        ) : (
          <Trans>You may leave this page: it goes on by itself, also when the server is restarted.</Trans>
        )
      }
      errors={stopping ? [] : errors}
    >
      <Progress label={t`Importing`} progress={progress} stopped={paused} />
      <div className={classes.buttons}>
        {paused ? (
          <Button
            leftSection={<IconPlayerPlay size={15} aria-hidden />}
            loading={resume.busy}
            onClick={() => void resume.run({ id }).then(tell)}
          >
            <Trans>Resume</Trans>
          </Button>
        ) : (
          <Button
            variant="default"
            leftSection={<IconPlayerPause size={15} aria-hidden />}
            loading={pause.busy}
            onClick={() => void pause.run({ id }).then(tell)}
          >
            <Trans>Pause</Trans>
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={15} aria-hidden />}
          onClick={() => {
            setErrors([]);
            setStopping(true);
          }}
        >
          <Trans>Stop</Trans>
        </Button>
      </div>
      {stopping && (
        <FormDialog
          title={t`Stop this import?`}
          consequence={
            <Trans>
              Rows that are not written yet are left out for good. What is written stays, and can be taken back from the
              report.
            </Trans>
          }
          verb={<Trans>Stop the import</Trans>}
          danger
          busy={cancel.busy}
          ready
          errors={errors}
          onSubmit={() => void stop()}
          onClose={() => setStopping(false)}
        />
      )}
    </StepFrame>
  );
}
