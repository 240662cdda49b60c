import { Trans, useLingui } from "@lingui/react/macro";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { ReasonDialog, useReasoned } from "../common/ReasonDialog.tsx";
import { CloseWatchAlertDocument, type WatchAlert } from "./documents.ts";

interface CloseAlertProps {
  alert: WatchAlert;
  onDone: () => void;
  onClose: () => void;
}

/** Closes an alert with what was found. */
export function CloseAlert({ alert, onDone, onClose }: CloseAlertProps) {
  const { t } = useLingui();
  const { run } = useAction(CloseWatchAlertDocument, (data) => data.closeWatchAlert);
  const step = useReasoned({
    run: (reason) => run({ input: { id: alert.id, reason } }),
    onDone: () => {
      toast.done(t`The alert is closed`);
      onDone();
      onClose();
    },
  });
  return (
    <ReasonDialog
      title={t`Close the alert of ${alert.staff.name}`}
      consequence={<Trans>Write what you found. What was counted for this alert is not counted again.</Trans>}
      verb={<Trans>Close alert</Trans>}
      {...step}
      onClose={onClose}
    />
  );
}
