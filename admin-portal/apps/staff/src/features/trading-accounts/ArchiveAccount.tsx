import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { isReason, ReasonField } from "../../app/ReasonField.tsx";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { ArchiveTradingAccountDocument, type TradingAccount } from "./documents.ts";

interface ArchiveAccountProps {
  account: TradingAccount;
  onConflict: () => void;
  onClose: () => void;
}

/** Puts an account away for good: there is no way back from here. */
export default function ArchiveAccount({ account, onConflict, onClose }: ArchiveAccountProps) {
  const { t } = useLingui();
  const [{ id, login, version }] = useState(account);
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(ArchiveTradingAccountDocument, (data) => data.archiveTradingAccount);
  const submit = async () => {
    setErrors([]);
    const outcome = await run({ input: { id, version, reason: reason.trim() } });
    if (outcome.done) {
      toast.done(t`${login} is archived`);
      return onClose();
    }
    setErrors(outcome.errors);
    if (outcome.errors.some((error) => error.code === "conflict")) onConflict();
  };
  return (
    <FormDialog
      title={t`Archive ${login}?`}
      consequence={
        <Trans>
          The client can neither sign in nor trade with it any more. Its past stays. It is refused while positions or
          orders are open, and it cannot be taken back here.
        </Trans>
      }
      verb={<Trans>Archive account</Trans>}
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
