import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { ReasonDialog, useReasoned } from "../common/ReasonDialog.tsx";
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
  const { run } = useAction(ArchiveTradingAccountDocument, (data) => data.archiveTradingAccount);
  const step = useReasoned({
    run: (reason) => run({ input: { id, version, reason } }),
    onDone: () => {
      toast.done(t`${login} is archived`);
      onClose();
    },
    onConflict,
  });
  return (
    <ReasonDialog
      title={t`Archive ${login}?`}
      consequence={
        <Trans>
          The client can neither sign in nor trade with it any more. Its past stays. It is refused while positions or
          orders are open, and it cannot be taken back here.
        </Trans>
      }
      verb={<Trans>Archive account</Trans>}
      danger
      {...step}
      onClose={onClose}
    />
  );
}
