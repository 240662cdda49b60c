import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useState } from "react";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { InviteStaffDocument, type RoleChoice, type TeamChoice } from "./documents.ts";
import { RolesField, TeamField } from "./StaffFields.tsx";

export function InviteStaff({
  teams,
  roles,
  onClose,
}: {
  teams: readonly TeamChoice[];
  roles: readonly RoleChoice[];
  onClose: () => void;
}) {
  const { t } = useLingui();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [teamId, setTeamId] = useState<string | null>(null);
  const [roleIds, setRoleIds] = useState<string[]>([]);
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(InviteStaffDocument, (data) => data.inviteStaff);
  const submit = async () => {
    setErrors([]);
    const outcome = await run({ input: { name: name.trim(), email: email.trim(), teamId, roleIds } });
    if (!outcome.done) return setErrors(outcome.errors);
    toast.done(t`The invitation for ${name.trim()} is on its way`);
    onClose();
  };
  return (
    <FormDialog
      title={t`Invite a staff member`}
      verb={<Trans>Send invitation</Trans>}
      busy={busy}
      ready={name.trim() !== "" && email.trim() !== ""}
      errors={errors}
      fields={["name", "email", "teamId", "roleIds"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label={t`Name`}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={errorAt(errors, "name")}
        maxLength={120}
        autoComplete="off"
      />
      <TextInput
        label={t`Work e-mail`}
        description={t`The person signs in with it. A link to choose a password goes there; it holds for a limited time.`}
        type="email"
        dir="ltr"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={errorAt(errors, "email")}
        autoComplete="off"
      />
      <TeamField teams={teams} value={teamId} error={errorAt(errors, "teamId")} onChange={setTeamId} />
      <RolesField roles={roles} value={roleIds} error={errorAt(errors, "roleIds")} onChange={setRoleIds} />
    </FormDialog>
  );
}
