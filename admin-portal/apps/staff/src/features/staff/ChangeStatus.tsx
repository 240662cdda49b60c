import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { isReason, ReasonField } from "../../app/ReasonField.tsx";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { ChangeStaffStatusDocument, type StaffMember } from "./documents.ts";

/** Suspends a person, or lets a suspended one work again. */
export function ChangeStatus({ person, onClose }: { person: StaffMember; onClose: () => void }) {
  const { t } = useLingui();
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(ChangeStaffStatusDocument, (data) => data.changeStaffStatus);
  const suspend = person.status !== "SUSPENDED";
  const { name } = person;
  const submit = async () => {
    setErrors([]);
    const status = suspend ? "SUSPENDED" : "ACTIVE";
    const outcome = await run({ input: { id: person.id, version: person.version, status, reason: reason.trim() } });
    if (!outcome.done) return setErrors(outcome.errors);
    toast.done(suspend ? t`${name} is suspended` : t`${name} can work again`);
    onClose();
  };
  return (
    <FormDialog
      title={suspend ? t`Suspend ${name}?` : t`Let ${name} work again?`}
      consequence={
        suspend ? (
          <Trans>
            Every session ends within 5 seconds, links that were mailed stop working, and signing in is refused. Clients
            stay with this person until you assign them to others.
          </Trans>
        ) : (
          <Trans>The same password, roles and team hold again. A person who never joined needs a new invitation.</Trans>
        )
      }
      verb={suspend ? <Trans>Suspend</Trans> : <Trans>Activate</Trans>}
      danger={suspend}
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
