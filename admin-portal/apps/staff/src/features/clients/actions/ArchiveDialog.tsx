import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { isReason, ReasonField } from "../../../app/ReasonField.tsx";
import { toast } from "../../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../../app/useAction.ts";
import { FormDialog } from "../../common/FormDialog.tsx";
import type { ClientDetail } from "../documents.ts";
import { ArchiveClientDocument, RestoreClientDocument } from "./documents.ts";

/** Into the archive, or back out of it. */
export default function ArchiveDialog({ client, onClose }: { client: ClientDetail; onClose: () => void }) {
  const { t } = useLingui();
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<ActionErrors>([]);
  const archive = useAction(ArchiveClientDocument, (data) => data.archiveClient);
  const restore = useAction(RestoreClientDocument, (data) => data.restoreClient);
  const archived = client.archivedAt != null;
  const { run, busy } = archived ? restore : archive;
  const submit = async () => {
    const outcome = await run({ input: { id: client.id, version: client.version, reason: reason.trim() } });
    if (!outcome.done) return setErrors(outcome.errors);
    toast.done(archived ? t`${client.displayName} is back in the list` : t`${client.displayName} is archived`);
    onClose();
  };
  return (
    <FormDialog
      title={archived ? t`Restore ${client.displayName}` : t`Archive ${client.displayName}`}
      consequence={
        archived ? (
          <Trans>The client appears in lists and searches again.</Trans>
        ) : (
          <Trans>
            The client leaves lists and searches. Nothing is deleted, and an archived client can be restored.
          </Trans>
        )
      }
      verb={archived ? t`Restore` : t`Archive`}
      danger={!archived}
      busy={busy}
      ready={isReason(reason)}
      errors={errors}
      fields={["reason"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <ReasonField value={reason} onChange={setReason} error={errorAt(errors, "reason")} autoFocus />
    </FormDialog>
  );
}
