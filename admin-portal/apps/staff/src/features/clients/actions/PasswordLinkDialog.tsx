import { Trans, useLingui } from "@lingui/react/macro";
import { toast } from "../../../app/toasts.tsx";
import { useAction } from "../../../app/useAction.ts";
import { ReasonDialog, useReasoned } from "../../common/ReasonDialog.tsx";
import type { ClientDetail } from "../documents.ts";
import { ResetClientPasswordDocument } from "./documents.ts";

/** Nobody here ever types or sees a client's password: the client gets a link. */
export default function PasswordLinkDialog({ client, onClose }: { client: ClientDetail; onClose: () => void }) {
  const { t } = useLingui();
  const { run } = useAction(ResetClientPasswordDocument, (data) => data.resetClientPassword);
  const step = useReasoned({
    run: (reason) => run({ input: { id: client.id, reason } }),
    onDone: () => {
      toast.done(t`The link is on its way to ${client.displayName}`);
      onClose();
    },
  });
  return (
    <ReasonDialog
      title={t`Send a password link`}
      consequence={
        <Trans>
          {client.displayName} receives a link that works once within 30 minutes. All of the client's sessions end now,
          the old password stops working, and withdrawals are frozen for a while.
        </Trans>
      }
      verb={t`Send the link`}
      danger
      {...step}
      onClose={onClose}
    />
  );
}
