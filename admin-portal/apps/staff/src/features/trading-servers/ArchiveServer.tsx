import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { ArchiveTradingServerDocument, RestoreTradingServerDocument, type TradingServer } from "./documents.ts";

interface ArchiveServerProps {
  server: TradingServer;
  onConflict: () => void;
  onClose: () => void;
}

/** Out of use, or back into it. */
export function ArchiveServer({ server, onConflict, onClose }: ArchiveServerProps) {
  const { t } = useLingui();
  const [{ archived, id, name, version }] = useState(server);
  const [errors, setErrors] = useState<ActionErrors>([]);
  const archive = useAction(ArchiveTradingServerDocument, (data) => data.archiveTradingServer);
  const restore = useAction(RestoreTradingServerDocument, (data) => data.restoreTradingServer);
  const submit = async () => {
    setErrors([]);
    const outcome = await (archived ? restore : archive).run({ input: { id, version } });
    if (outcome.done) {
      toast.done(archived ? t`${name} is in use again` : t`${name} is archived`);
      return onClose();
    }
    setErrors(outcome.errors);
    if (outcome.errors.some((error) => error.code === "conflict")) onConflict();
  };
  return (
    <FormDialog
      title={archived ? t`Restore ${name}?` : t`Archive ${name}?`}
      consequence={
        archived ? (
          <Trans>The platform asks it again for its clock every minute. Address and secret are as they were.</Trans>
        ) : (
          <Trans>
            Nothing more is asked of it: its figures stand still from now on. Nothing is deleted, here or there, and it
            can be restored.
          </Trans>
        )
      }
      verb={archived ? <Trans>Restore server</Trans> : <Trans>Archive server</Trans>}
      danger={!archived}
      busy={archive.busy || restore.busy}
      ready
      errors={errors}
      onSubmit={() => void submit()}
      onClose={onClose}
    />
  );
}
