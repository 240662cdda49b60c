import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useState } from "react";
import { isReason, ReasonField } from "../../../app/ReasonField.tsx";
import { toast } from "../../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../../app/useAction.ts";
import { FormDialog } from "../../common/FormDialog.tsx";
import type { ClientDetail } from "../documents.ts";
import { ChangeClientEmailDocument } from "./documents.ts";

/** The address a client signs in with: changed by the secure flow only. */
export default function ChangeEmailDialog({ client, onClose }: { client: ClientDetail; onClose: () => void }) {
  const { t } = useLingui();
  const [email, setEmail] = useState("");
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(ChangeClientEmailDocument, (data) => data.changeClientEmail);
  const submit = async () => {
    const outcome = await run({
      input: { id: client.id, version: client.version, email: email.trim(), reason: reason.trim() },
    });
    if (!outcome.done) return setErrors(outcome.errors);
    toast.done(t`The e-mail address of ${client.displayName} is changed. The old address has been told.`);
    onClose();
  };
  return (
    <FormDialog
      title={t`Change the e-mail address`}
      consequence={
        <Trans>
          {client.displayName} will sign in with the new address. The old address receives a notice, all of the client's
          sessions end, and withdrawals are frozen for a while.
        </Trans>
      }
      verb={t`Change the address`}
      danger
      busy={busy}
      ready={email.includes("@") && isReason(reason)}
      errors={errors}
      fields={["email", "reason"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextInput
        label={t`New e-mail address`}
        type="email"
        dir="ltr"
        autoComplete="off"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={errorAt(errors, "email")}
        required
        withAsterisk={false}
        data-autofocus
      />
      <ReasonField value={reason} onChange={setReason} error={errorAt(errors, "reason")} />
    </FormDialog>
  );
}
