import { Trans, useLingui } from "@lingui/react/macro";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { ReasonDialog, useReasoned } from "../common/ReasonDialog.tsx";
import { ChangeStaffStatusDocument, type StaffMember } from "./documents.ts";

/** Suspends a person, or lets a suspended one work again. */
export function ChangeStatus({ person, onClose }: { person: StaffMember; onClose: () => void }) {
  const { t } = useLingui();
  const { run } = useAction(ChangeStaffStatusDocument, (data) => data.changeStaffStatus);
  const suspend = person.status !== "SUSPENDED";
  const { id, name, version } = person;
  const step = useReasoned({
    run: (reason) => run({ input: { id, version, status: suspend ? "SUSPENDED" : "ACTIVE", reason } }),
    onDone: () => {
      toast.done(suspend ? t`${name} is suspended` : t`${name} can work again`);
      onClose();
    },
  });
  return (
    <ReasonDialog
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
      {...step}
      onClose={onClose}
    />
  );
}
