import type { Desk, EditTeamInput } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useClient, useQuery } from "urql";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { useVersioned } from "../common/useVersioned.tsx";
import { CreateTeamDocument, EditTeamDocument, LeadersDocument, type Team, TeamTreeDocument } from "./documents.ts";
import { desks } from "./labels.ts";
import { lines, treeOf, withBelow } from "./tree.ts";

interface TeamDialogProps {
  /** The team to change; none makes a new one. */
  team?: Team | undefined;
  /** Where a new one hangs. */
  parentId?: string | undefined;
  teams: readonly Team[];
  onClose: () => void;
}

/** Makes a team or changes one. */
export function TeamDialog({ team, parentId, teams, onClose }: TeamDialogProps) {
  const { t, i18n } = useLingui();
  const before = {
    name: team?.name ?? "",
    desk: team?.desk ?? teams.find((each) => each.id === parentId)?.desk ?? ("SALES" as Desk),
    parentId: team?.parentId ?? parentId ?? null,
    leaderId: team?.leader?.id ?? null,
  };
  const [draft, setDraft] = useState<Draft>(before);
  const [refused, setRefused] = useState<ActionErrors>([]);
  const urql = useClient();
  const create = useAction(CreateTeamDocument, (data) => data.createTeam);
  const edit = useAction(EditTeamDocument, (data) => data.editTeam);
  const [{ data: staff }] = useQuery({ query: LeadersDocument });
  const name = draft.name.trim();

  const form = useVersioned<Draft>({
    start: { version: team?.version ?? 0, values: before },
    send: (from, mine) =>
      edit.run({ input: { ...changed(from.values, mine), id: team?.id ?? "", version: from.version } }),
    latest: async () => {
      const again = urql.query(TeamTreeDocument, {}, { requestPolicy: "network-only" });
      const now = (await again.toPromise()).data?.teams.find((each) => each.id === team?.id);
      return now ? { version: now.version, values: draftOf(now) } : undefined;
    },
    onMerged: setDraft,
    onSaved: () => {
      toast.done(t`Saved`);
      onClose();
    },
    labels: { name: t`Name`, desk: t`Desk`, parentId: t`Below`, leaderId: t`Leader` },
    text: (field, value) => {
      if (field === "desk") return i18n._(desks[value as Desk].text);
      if (field === "parentId") return teams.find((each) => each.id === value)?.name;
      if (field === "leaderId") return staff?.staffMembers.find((person) => person.id === value)?.name;
      return undefined;
    },
  });
  const errors = team ? form.errors : refused;
  const submit = async () => {
    if (team) return form.save({ ...draft, name });
    setRefused([]);
    const outcome = await create.run({ input: { ...draft, name } });
    if (!outcome.done) return setRefused(outcome.errors);
    toast.done(t`The team ${name} is made`);
    onClose();
  };
  const own = team ? withBelow(teams, team.id) : new Set<string>();
  const parents = lines(treeOf(teams)).filter((line) => !own.has(line.team.id));
  const leaders = (staff?.staffMembers ?? []).filter(
    (person) => person.status !== "SUSPENDED" || person.id === draft.leaderId,
  );
  const moved = team !== undefined && draft.parentId !== before.parentId;
  if (form.clashing) return form.dialog;
  return (
    <FormDialog
      title={team ? t`Edit ${team.name}` : t`New team`}
      consequence={
        moved || (team && draft.leaderId !== before.leaderId) ? (
          <Trans>Reach “team” follows the tree and its leaders: what people see changes with their next request.</Trans>
        ) : undefined
      }
      verb={team ? <Trans>Save</Trans> : <Trans>Make team</Trans>}
      busy={create.busy || form.busy}
      ready={
        name !== "" && (team === undefined || Object.keys(changed(form.base.values, { ...draft, name })).length > 0)
      }
      errors={errors}
      fields={["name", "desk", "parentId", "leaderId"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label={t`Name`}
        value={draft.name}
        onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
        error={errorAt(errors, "name")}
        maxLength={80}
        autoComplete="off"
      />
      <Select
        label={t`Desk`}
        data={Object.entries(desks).map(([value, { text }]) => ({ value, label: i18n._(text) }))}
        value={draft.desk}
        onChange={(desk) => desk && setDraft({ ...draft, desk: desk as Desk })}
        error={errorAt(errors, "desk")}
        allowDeselect={false}
        comboboxProps={{ shadow: "md" }}
      />
      <Select
        label={t`Below`}
        description={t`Whoever leads a team reaches every team below it.`}
        placeholder={t`None: a team at the top`}
        data={parents.map(({ team: { id, name: label }, depth }) => ({
          value: id,
          label: `${"\u2003".repeat(depth)}${label}`,
        }))}
        value={draft.parentId}
        onChange={(parent) => setDraft({ ...draft, parentId: parent })}
        error={errorAt(errors, "parentId")}
        clearable
        comboboxProps={{ shadow: "md" }}
      />
      <Select
        label={t`Leader`}
        placeholder={t`Nobody`}
        data={leaders.map((person) => ({ value: person.id, label: person.name }))}
        value={draft.leaderId}
        onChange={(leader) => setDraft({ ...draft, leaderId: leader })}
        error={errorAt(errors, "leaderId")}
        searchable
        clearable
        comboboxProps={{ shadow: "md" }}
      />
    </FormDialog>
  );
}

function draftOf(team: Team): Draft {
  return { name: team.name, desk: team.desk, parentId: team.parentId ?? null, leaderId: team.leader?.id ?? null };
}

type Draft = { name: string; desk: Desk; parentId: string | null; leaderId: string | null };

/** Only what changed is sent: absent stays, null clears. */
export function changed(before: Draft, after: Draft): Partial<EditTeamInput> {
  return Object.fromEntries(
    Object.entries(after).filter(([key, value]) => before[key as keyof Draft] !== value),
  ) as Partial<EditTeamInput>;
}
