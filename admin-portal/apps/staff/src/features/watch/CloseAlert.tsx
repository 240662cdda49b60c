import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { isReason, ReasonField } from "../../app/ReasonField.tsx";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { CloseWatchAlertDocument, type WatchAlert } from "./documents.ts";

interface CloseAlertProps {
  alert: WatchAlert;
  onDone: () => void;
  onClose: () => void;
}

/** Closes an alert with what was found. */
export function CloseAlert({ alert, onDone, onClose }: CloseAlertProps) {
  const { t } = useLingui();
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(CloseWatchAlertDocument, (data) => data.closeWatchAlert);
  const submit = async () => {
    const outcome = await run({ input: { id: alert.id, reason: reason.trim() } });
    if (!outcome.done) return setErrors(outcome.errors);
    toast.done(t`The alert is closed`);
    onDone();
    onClose();
  };
  return (
    <FormDialog
      title={t`Close the alert of ${alert.staff.name}`}
      consequence={<Trans>Write what you found. What was counted for this alert is not counted again.</Trans>}
      verb={<Trans>Close alert</Trans>}
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
