import type { EditStaffInput } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useClient } from "urql";
import { useZone } from "../../app/preferences.ts";
import { toast } from "../../app/toasts.tsx";
import { errorAt, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { useVersioned, type Versioned } from "../common/useVersioned.tsx";
import {
  EditStaffDocument,
  type RoleChoice,
  StaffListDocument,
  type StaffMember,
  type TeamChoice,
} from "./documents.ts";
import { type Ends, endInputs, endsOf } from "./ends.ts";
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

interface StaffDraft {
  name: string;
  teamId: string | null;
  roleIds: string[];
  ends: Ends;
}

function draftOf(person: StaffMember, zone: string): StaffDraft {
  return {
    name: person.name,
    teamId: person.team?.id ?? null,
    roleIds: person.roles.map((role) => role.id),
    ends: endsOf(person.roles, zone),
  };
}

/** Only what changed is sent. */
function editInput(
  id: string,
  { version, values: before }: Versioned<StaffDraft>,
  { name, teamId, roleIds, ends }: StaffDraft,
  zone: string,
): EditStaffInput {
  const changedEnds = endInputs(before.ends, ends, roleIds, zone);
  return {
    id,
    version,
    ...(name.trim() === before.name ? {} : { name: name.trim() }),
    ...(teamId === before.teamId ? {} : { teamId }),
    ...(sameSet(roleIds, before.roleIds) ? {} : { roleIds }),
    ...(changedEnds.length === 0 ? {} : { roleEnds: changedEnds }),
  };
}

/** Name, team, roles and until when they hold. Nobody raises himself: one's own team stays, one's own roles can only become fewer. */
export function EditStaff({ person, mine, teams, roles, onClose }: EditStaffProps) {
  const { t } = useLingui();
  const held = person.roles.map((role) => role.id);
  const urql = useClient();
  const zone = useZone();
  const [draft, setDraft] = useState(() => draftOf(person, zone));
  const { run } = useAction(EditStaffDocument, (data) => data.editStaff);
  const roleName = (id: string) => roles.find((role) => role.id === id)?.name ?? id;
  const { base, errors, busy, dialog, clashing, save } = useVersioned<StaffDraft>({
    start: { version: person.version, values: draftOf(person, zone) },
    send: (from, mine) => run({ input: editInput(person.id, from, mine, zone) }),
    latest: async () => {
      const again = urql.query(StaffListDocument, {}, { requestPolicy: "network-only" });
      const now = (await again.toPromise()).data?.staffMembers.find(({ id }) => id === person.id);
      return now ? { version: now.version, values: draftOf(now, zone) } : undefined;
    },
    onMerged: setDraft,
    onSaved: () => {
      toast.done(t`Saved`);
      onClose();
    },
    labels: { name: t`Name`, teamId: t`Team`, roleIds: t`Roles`, ends: t`Roles end` },
    text: (field, value) => {
      if (field === "teamId") return teams.find((team) => team.id === value)?.name;
      if (field === "roleIds") return (value as string[]).map(roleName).join(", ") || undefined;
      if (field !== "ends") return undefined;
      const ending = Object.entries(value as Ends).filter(([, day]) => day !== "");
      return ending.map(([id, day]) => `${roleName(id)}: ${day}`).join(", ") || t`empty`;
    },
  });
  const { name, teamId, roleIds, ends } = draft;
  const input = editInput(person.id, base, draft, zone);
  if (clashing) return dialog;
  const own = t`Nobody gives himself more rights: ask a colleague who manages staff.`;
  return (
    <FormDialog
      title={t`Edit ${person.name}`}
      verb={<Trans>Save</Trans>}
      busy={busy}
      ready={name.trim() !== "" && Object.keys(input).length > 2}
      errors={errors}
      fields={["name", "teamId", "roleIds", "roleEnds"]}
      onSubmit={() => save(draft)}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label={t`Name`}
        value={name}
        onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
        error={errorAt(errors, "name")}
        maxLength={120}
        autoComplete="off"
      />
      <TeamField
        teams={teams}
        value={teamId}
        error={errorAt(errors, "teamId")}
        locked={mine ? own : undefined}
        onChange={(team) => setDraft({ ...draft, teamId: team })}
      />
      <RolesField
        roles={roles}
        value={roleIds}
        error={errorAt(errors, "roleIds") ?? errors.find(({ path }) => path.includes("roleEnds"))?.message}
        onlyFewer={mine ? { held, reason: own } : undefined}
        onChange={(chosen) => setDraft({ ...draft, roleIds: chosen })}
        ends={{ value: ends, zone, onChange: (days) => setDraft({ ...draft, ends: days }) }}
      />
    </FormDialog>
  );
}
