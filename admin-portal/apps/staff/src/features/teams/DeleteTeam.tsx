import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { DeleteTeamDocument, type Team } from "./documents.ts";

export function DeleteTeam({ team, onClose }: { team: Team; onClose: () => void }) {
  const { t } = useLingui();
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(DeleteTeamDocument, (data) => data.deleteTeam);
  const { name } = team;
  const submit = async () => {
    setErrors([]);
    const outcome = await run({ input: { id: team.id, version: team.version } });
    if (!outcome.done) return setErrors(outcome.errors);
    toast.done(t`The team ${name} is deleted`);
    onClose();
  };
  return (
    <FormDialog
      title={t`Delete the team ${name}?`}
      consequence={<Trans>It cannot be brought back. A team that still has clients is refused.</Trans>}
      verb={<Trans>Delete team</Trans>}
      danger
      busy={busy}
      ready
      errors={errors}
      onSubmit={() => void submit()}
      onClose={onClose}
    />
  );
}
