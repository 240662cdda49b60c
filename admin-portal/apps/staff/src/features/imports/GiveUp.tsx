import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useState } from "react";
import { type ActionErrors, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { CancelImportDocument, type ClientImport } from "./documents.ts";

/** Ends an import that nobody will run: nothing was written yet. */
export function GiveUp({ found: { fileName, id } }: { found: ClientImport }) {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(CancelImportDocument, (data) => data.cancelImport);
  const giveUp = async () => {
    const outcome = await run({ id });
    if (outcome.done) setAsking(false);
    else setErrors(outcome.errors);
  };
  return (
    <>
      <Button
        variant="default"
        onClick={() => {
          setErrors([]);
          setAsking(true);
        }}
      >
        <Trans>Give up</Trans>
      </Button>
      {asking && (
        <FormDialog
          title={t`Give up this import?`}
          consequence={
            <Trans>
              Nothing of {fileName} was written to clients, and nothing will be. To import it later, upload it again.
            </Trans>
          }
          verb={<Trans>Give up the import</Trans>}
          danger
          busy={busy}
          ready
          errors={errors}
          onSubmit={() => void giveUp()}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
