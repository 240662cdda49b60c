import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { isReason, ReasonField } from "../../../app/ReasonField.tsx";
import { toast } from "../../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../../app/useAction.ts";
import { FormDialog } from "../../common/FormDialog.tsx";
import type { ClientDetail } from "../documents.ts";
import { ResetClientPasswordDocument } from "./documents.ts";

/** Nobody here ever types or sees a client's password: the client gets a link. */
export default function PasswordLinkDialog({ client, onClose }: { client: ClientDetail; onClose: () => void }) {
  const { t } = useLingui();
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(ResetClientPasswordDocument, (data) => data.resetClientPassword);
  const submit = async () => {
    const outcome = await run({ input: { id: client.id, reason: reason.trim() } });
    if (!outcome.done) return setErrors(outcome.errors);
    toast.done(t`The link is on its way to ${client.displayName}`);
    onClose();
  };
  return (
    <FormDialog
      title={t`Send a password link`}
      consequence={
        <Trans>
          {client.displayName} receives a link that works once within 30 minutes. All of the client's sessions end now,
          the old password stops working, and withdrawals are frozen for a while.
        </Trans>
      }
      verb={t`Send the link`}
      danger
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
