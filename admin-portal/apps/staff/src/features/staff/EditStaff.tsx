import type { EditStaffInput } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useZone } from "../../app/preferences.ts";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { EditStaffDocument, type RoleChoice, type StaffMember, type TeamChoice } from "./documents.ts";
import { endInputs, endsOf } from "./ends.ts";
import { RolesField, TeamField } from "./StaffFields.tsx";

interface EditStaffProps {
  person: StaffMember;
  mine: boolean;
  teams: readonly TeamChoice[];
  roles: readonly RoleChoice[];
  onClose: () => void;
}

const sameSet = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((each) => b.includes(each));

/** Name, team, roles and until when they hold. Nobody raises himself: one's own team stays, one's own roles can only become fewer. */
export function EditStaff({ person, mine, teams, roles, onClose }: EditStaffProps) {
  const { t } = useLingui();
  const held = person.roles.map((role) => role.id);
  const [name, setName] = useState(person.name);
  const [teamId, setTeamId] = useState<string | null>(person.team?.id ?? null);
  const [roleIds, setRoleIds] = useState<string[]>(held);
  const zone = useZone();
  const before = endsOf(person.roles, zone);
  const [ends, setEnds] = useState(before);
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(EditStaffDocument, (data) => data.editStaff);
  const changedEnds = endInputs(before, ends, roleIds, zone);
  const input: EditStaffInput = {
    id: person.id,
    version: person.version,
    ...(name.trim() === person.name ? {} : { name: name.trim() }),
    ...(teamId === (person.team?.id ?? null) ? {} : { teamId }),
    ...(sameSet(roleIds, held) ? {} : { roleIds }),
    ...(changedEnds.length === 0 ? {} : { roleEnds: changedEnds }),
  };
  const submit = async () => {
    setErrors([]);
    const outcome = await run({ input });
    if (!outcome.done) return setErrors(outcome.errors);
    toast.done(t`Saved`);
    onClose();
  };
  const own = t`Nobody gives himself more rights: ask a colleague who manages staff.`;
  return (
    <FormDialog
      title={t`Edit ${person.name}`}
      verb={<Trans>Save</Trans>}
      busy={busy}
      ready={name.trim() !== "" && Object.keys(input).length > 2}
      errors={errors}
      fields={["name", "teamId", "roleIds", "roleEnds"]}
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
      <TeamField
        teams={teams}
        value={teamId}
        error={errorAt(errors, "teamId")}
        locked={mine ? own : undefined}
        onChange={setTeamId}
      />
      <RolesField
        roles={roles}
        value={roleIds}
        error={errorAt(errors, "roleIds") ?? errors.find(({ path }) => path.includes("roleEnds"))?.message}
        onlyFewer={mine ? { held, reason: own } : undefined}
        onChange={setRoleIds}
        ends={{ value: ends, zone, onChange: setEnds }}
      />
    </FormDialog>
  );
}
