import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { toast } from "../../../app/toasts.tsx";
import { type ActionErrors, useAction } from "../../../app/useAction.ts";
import { FormDialog } from "../../common/FormDialog.tsx";
import type { ClientDetail } from "../documents.ts";
import { RemoveContactDocument } from "./documents.ts";

interface RemoveContactDialogProps {
  client: ClientDetail;
  contactId: string;
  label: string;
  onClose: () => void;
}

/** Takes an address or number away at which the client cannot be reached any more. */
export default function RemoveContactDialog({ client, contactId, label, onClose }: RemoveContactDialogProps) {
  const { t } = useLingui();
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(RemoveContactDocument, (data) => data.removeContact);
  const submit = async () => {
    const outcome = await run({ input: { clientId: client.id, contactId } });
    if (!outcome.done) return setErrors(outcome.errors);
    toast.done(t`Contact removed`);
    onClose();
  };
  return (
    <FormDialog
      title={t`Remove: ${label}`}
      consequence={
        <Trans>
          {client.displayName} is no longer found or reached by it. What it was stays in the audit trail for those who
          may read it there.
        </Trans>
      }
      verb={t`Remove`}
      danger
      busy={busy}
      ready
      errors={errors}
      onSubmit={() => void submit()}
      onClose={onClose}
    />
  );
}
