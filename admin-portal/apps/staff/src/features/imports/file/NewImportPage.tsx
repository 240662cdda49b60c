import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button } from "@mantine/core";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useClient } from "urql";
import { Page } from "../../../app/Page.tsx";
import { Allowed } from "../../../app/rights.tsx";
import { useAction } from "../../../app/useAction.ts";
import { Problems } from "../../common/FormDialog.tsx";
import { CancelImportDocument, StartImportDocument } from "../documents.ts";
import classes from "../Imports.module.css";
import { AllImports, ExampleFile } from "../Links.tsx";
import { fileSize } from "../size.ts";
import { DropZone } from "./DropZone.tsx";
import { lookAt } from "./file.ts";
import { send } from "./send.ts";
import "../styles.ts";

/** Where an import begins: the file is taken, looked at, and sent. */
export function NewImportPage() {
  const { t } = useLingui();
  return (
    <Page title={t`New import`} actions={<AllImports />}>
      <Allowed permission="client.import">
        <TakeFile />
      </Allowed>
    </Page>
  );
}

function TakeFile() {
  const { i18n } = useLingui();
  const client = useClient();
  const navigate = useNavigate();
  const { instead } = useSearch({ from: "/shell/imports/new" });
  const giveUp = useAction(CancelImportDocument, (data) => data.cancelImport);
  const [file, setFile] = useState<File>();
  const { run, busy } = useAction(StartImportDocument, (data) => data.startImport);
  const [errors, setErrors] = useState<readonly { code: string; message: string; path: readonly string[] }[]>([]);
  if (file === undefined) {
    return (
      <>
        <DropZone onFile={setFile} />
        <div className={classes.below}>
          <ExampleFile />
        </div>
      </>
    );
  }
  const { problem, type } = lookAt(file);
  const begin = async () => {
    const outcome = await run({ input: { fileName: file.name, size: file.size } });
    const begun = outcome.done ? outcome.payload.import : null;
    if (!outcome.done) setErrors(outcome.errors);
    if (!begun) return;
    send(client, begun, file);
    // nothing of the old one was written; one that has ended meanwhile is left as it is
    if (instead) await giveUp.run({ id: instead });
    void navigate({ to: "/imports/$id", params: { id: begun.id } });
  };
  return (
    <section className={classes.card} aria-label={file.name}>
      <div className={classes.fileHead}>
        <IconFileSpreadsheet size={30} stroke={1.4} aria-hidden />
        <div>
          <h2 className={classes.fileName}>
            <bdi>{file.name}</bdi>
          </h2>
          <span className={classes.fileAbout}>
            {type ? `${i18n._(type)} · ${fileSize(file.size)}` : fileSize(file.size)}
          </span>
        </div>
      </div>
      {problem && (
        <Alert color="red" variant="light" role="alert">
          {i18n._(problem)}
        </Alert>
      )}
      <Problems errors={errors} />
      <div className={classes.buttons}>
        {!problem && (
          <Button autoFocus loading={busy} onClick={() => void begin()}>
            <Trans>Upload</Trans>
          </Button>
        )}
        <Button
          variant="default"
          onClick={() => {
            setErrors([]);
            setFile(undefined);
          }}
        >
          <Trans>Choose another file</Trans>
        </Button>
      </div>
      {!problem && (
        <p className={classes.about}>
          <Trans>Nothing is written to clients yet: first you see what the list would do.</Trans>{" "}
          {instead && <Trans>The import that this file replaces is given up when you upload it.</Trans>}
        </p>
      )}
    </section>
  );
}
