import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Progress } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useClient } from "urql";
import { problemText } from "../../../app/errors.ts";
import { useAction } from "../../../app/useAction.ts";
import { CancelImportDocument, type ClientImport } from "../documents.ts";
import classes from "../Imports.module.css";
import { StepFrame } from "../StepFrame.tsx";
import { fileSize } from "../size.ts";
import { DropZone } from "./DropZone.tsx";
import { send } from "./send.ts";
import { uploads, useSending } from "./uploads.ts";

/** A file on its way; or one that was interrupted, and how to go on. */
export function UploadState({ found }: { found: ClientImport }) {
  const { t } = useLingui();
  const client = useClient();
  const navigate = useNavigate();
  const sending = useSending(found.id);
  const [wrong, setWrong] = useState<File>();
  const { run, busy } = useAction(CancelImportDocument, (data) => data.cancelImport);
  const { fileName, received, size } = found;
  const goOn = (file: File) => {
    const same = file.name === fileName && file.size === size;
    setWrong(same ? undefined : file);
    if (same) send(client, found, file);
  };
  const giveUp = async () => {
    uploads.cancel(found.id);
    const outcome = await run({ id: found.id });
    if (outcome.done) void navigate({ to: "/imports/new" });
  };
  const cancel = (
    <Button variant="default" loading={busy} onClick={() => void giveUp()}>
      <Trans>Cancel the upload</Trans>
    </Button>
  );
  if (sending && !sending.problem) {
    const percent = size > 0 ? Math.floor((sending.sent * 100) / size) : 100;
    return (
      <StepFrame title={t`The file is on its way`} about={<Trans>Leave this tab open until it is there.</Trans>}>
        <div className={classes.progress}>
          <Progress.Root size="lg">
            <Progress.Section value={percent} aria-label={t`Uploading`} color="brand" />
          </Progress.Root>
          <p className={classes.progressWords}>
            <Trans>
              {fileSize(sending.sent)} of {fileSize(size)}
            </Trans>
          </p>
        </div>
        <div className={classes.buttons}>{cancel}</div>
      </StepFrame>
    );
  }
  return (
    <StepFrame title={t`The upload was interrupted`}>
      {sending?.problem && (
        <Alert color="red" variant="light" role="alert">
          {problemText(sending.problem)}
        </Alert>
      )}
      {wrong && (
        <Alert color="red" variant="light" role="alert">
          <Trans>
            {wrong.name} ({fileSize(wrong.size)}) is another file. Choose {fileName} ({fileSize(size)}), or cancel the
            upload and begin a new one.
          </Trans>
        </Alert>
      )}
      <p className={classes.about}>
        <Trans>
          {fileSize(received)} of {fileSize(size)} have arrived. Choose {fileName} once more, and it goes on from there.
        </Trans>
      </p>
      <div className={classes.buttons}>
        {sending?.problem && (
          <Button onClick={() => goOn(sending.file)}>
            <Trans>Try again</Trans>
          </Button>
        )}
        {cancel}
      </div>
      <DropZone onFile={goOn} />
    </StepFrame>
  );
}
