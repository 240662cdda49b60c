import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { isReason, ReasonField } from "../../app/ReasonField.tsx";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import type { ClientDetail } from "../clients/documents.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { SetDoNotCallDocument } from "./documents.ts";

/** Says that a client must not be called, or may be called again. */
export default function DoNotCallDialog({ client, onClose }: { client: ClientDetail; onClose: () => void }) {
  const { t } = useLingui();
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(SetDoNotCallDocument, (data) => data.setDoNotCall);
  const lift = client.doNotCall;
  const submit = async () => {
    const outcome = await run({
      input: { clientId: client.id, version: client.version, doNotCall: !lift, reason: reason.trim() },
    });
    if (!outcome.done) return setErrors(outcome.errors);
    toast.done(lift ? t`${client.displayName} may be called again` : t`${client.displayName} is not called any more`);
    onClose();
  };
  return (
    <FormDialog
      title={lift ? t`Allow calls to ${client.displayName}` : t`Do not call ${client.displayName}`}
      consequence={
        lift ? (
          <Trans>Call-backs can be planned again, and the client comes back into the queue.</Trans>
        ) : (
          <Trans>Open call-backs are cancelled, new ones are refused, and the queue passes this client by.</Trans>
        )
      }
      verb={lift ? t`Allow calls` : t`Do not call`}
      danger={!lift}
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
