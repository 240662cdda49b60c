import type { ViewAudience } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { MultiSelect, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useClient, useQuery } from "urql";
import { toast } from "../../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../../app/useAction.ts";
import { useViewer } from "../../../app/viewer.tsx";
import { FormDialog } from "../../common/FormDialog.tsx";
import { useVersioned } from "../../common/useVersioned.tsx";
import { TeamNamesDocument } from "../filter/useOptions.ts";
import { type ColumnChoice, columnText } from "../list/columnChoice.ts";
import { ChangeSavedViewDocument, CreateSavedViewDocument, RoleNamesDocument, SetRoleViewDocument } from "./changes.ts";
import { definitionOf, namesContact } from "./definition.ts";
import { type SavedView, SavedViewsDocument } from "./documents.ts";
import type { ViewParts } from "./parts.ts";
import "../filter/styles.ts";

interface SaveViewProps {
  /** The view to be named and shared otherwise; none makes a new one of what is on screen. */
  view?: SavedView;
  parts: ViewParts;
  choice: ColumnChoice;
  onSaved: (id: string) => void;
  onClose: () => void;
}

/** What a view is called, and who has it. */
interface Whose {
  name: string;
  audience: ViewAudience;
  team: string | null;
}

const inputOf = ({ name, audience, team }: Whose) => ({ name, audience, teamId: audience === "TEAM" ? team : null });
const whoseOf = ({ name, audience, team }: SavedView): Whose => ({ name, audience, team: team?.id ?? null });

/** Names a view, says who has it, and with whom it opens by itself. */
export function SaveView({ view, parts, choice, onSaved, onClose }: SaveViewProps) {
  const { t } = useLingui();
  const { viewer, can, reach } = useViewer();
  const client = useClient();
  const sharing = reach("saved_view.share");
  const wide = sharing === "ALL";
  const [{ data: teams }] = useQuery({
    query: TeamNamesDocument,
    variables: {},
    pause: !sharing || !can("staff.view"),
  });
  const [{ data: roles }] = useQuery({ query: RoleNamesDocument, variables: {}, pause: !wide || !can("staff.view") });
  const [name, setName] = useState(view?.name ?? "");
  const [audience, setAudience] = useState<ViewAudience>(view?.audience ?? "PRIVATE");
  const [team, setTeam] = useState<string | null>(view?.team?.id ?? null);
  const [roleIds, setRoleIds] = useState<string[]>([...(view?.roleIds ?? [])]);
  const [errors, setErrors] = useState<ActionErrors>([]);
  // what the server has by now: a view is made, and only then opens for roles; after a stop between the two the next
  // Save goes on with the view that was made
  const [kept, setKept] = useState<Pick<SavedView, "id" | "version" | "roleIds"> | undefined>(view);
  const [saved, setSaved] = useState<Whose>(view ? whoseOf(view) : { name: "", audience: "PRIVATE", team: null });
  const create = useAction(CreateSavedViewDocument, (data) => data.createSavedView);
  const change = useAction(ChangeSavedViewDocument, (data) => data.changeSavedView);
  const begin = useAction(SetRoleViewDocument, (data) => data.setRoleView);
  const own = viewer.staff.team ? [viewer.staff.team] : [];
  const teamOptions = (teams?.teams ?? own).map(({ id, name: label }) => ({ value: id, label }));
  const audiences: { value: ViewAudience; label: string }[] = [
    ...(view && !view.owner ? [] : [{ value: "PRIVATE" as const, label: t`Only me` }]),
    ...(sharing && sharing !== "OWN" ? [{ value: "TEAM" as const, label: t`A team and the teams below it` }] : []),
    ...(wide ? [{ value: "EVERYBODY" as const, label: t`Everybody` }] : []),
  ];
  const contact = view === undefined && parts.filter !== undefined && namesContact(parts.filter);

  /** The roles one after another; answers with those that the view opens for now, and what stopped it. */
  const beginWith = async (id: string, before: readonly string[]) => {
    const steps = [
      ...roleIds.filter((role) => !before.includes(role)).map((roleId) => ({ roleId, viewId: id })),
      ...before.filter((role) => !roleIds.includes(role)).map((roleId) => ({ roleId, viewId: null })),
    ];
    let now = [...before];
    for (const input of steps) {
      const outcome = await begin.run({ input });
      if (!outcome.done) return { now, stopped: outcome.errors };
      now = input.viewId ? [...now, input.roleId] : now.filter((role) => role !== input.roleId);
    }
    return { now, stopped: undefined };
  };
  const whose: Whose = { name, audience, team };
  const versioned = useVersioned({
    start: { version: view?.version ?? 0, values: saved },
    send: ({ version }, mine) => change.run({ input: { id: kept?.id ?? "", version, ...inputOf(mine) } }),
    latest: async () => {
      const asked = client.query(SavedViewsDocument, {}, { requestPolicy: "network-only" });
      const now = (await asked.toPromise()).data?.savedViews.views.find(({ id }) => id === kept?.id);
      return now && { version: now.version, values: whoseOf(now) };
    },
    onMerged: (merged) => {
      setName(merged.name);
      setAudience(merged.audience);
      setTeam(merged.team);
    },
    onSaved: (payload) => void finish(payload?.view ?? undefined),
    onRefused: setErrors,
    labels: { name: t`Name`, audience: t`Who has it`, team: t`Team` },
    text: (field, value) => {
      const options = field === "audience" ? audiences : field === "team" ? teamOptions : [];
      return options.find((option) => option.value === value)?.label;
    },
  });
  const submit = async () => {
    setErrors([]);
    if (kept) return versioned.save(whose, { version: kept.version, values: saved });
    const outcome = await create.run({
      input: { ...inputOf(whose), definition: definitionOf({ ...parts, cols: parts.cols ?? columnText(choice) }) },
    });
    if (!outcome.done) return setErrors(outcome.errors);
    await finish(outcome.payload.view ?? undefined);
  };
  const finish = async (stands: Pick<SavedView, "id" | "version"> | undefined) => {
    const { id = kept?.id ?? "", version = kept?.version ?? 1 } = stands ?? {};
    setSaved(whose);
    const before = kept?.roleIds ?? [];
    const { now, stopped } =
      audience === "EVERYBODY" && wide ? await beginWith(id, before) : { now: before, stopped: undefined };
    // the list opens what it finds among the views
    await client.query(SavedViewsDocument, {}, { requestPolicy: "network-only" }).toPromise();
    if (stopped) {
      setKept({ id, version, roleIds: now });
      return setErrors(stopped);
    }
    toast.done(t`View saved`);
    onSaved(id);
  };
  if (versioned.clashing) return versioned.dialog;
  return (
    <FormDialog
      title={view ? t`Name and sharing of “${view.name}”` : t`Save as a new view`}
      consequence={
        contact ? (
          <Trans>A view keeps no e-mail address and no phone number. Take that condition out first.</Trans>
        ) : audience === "PRIVATE" ? undefined : (
          <Trans>Everybody who has it sees only the clients within their own reach.</Trans>
        )
      }
      danger={contact}
      verb={t`Save`}
      busy={create.busy || versioned.busy || begin.busy}
      ready={name.trim() !== "" && (audience !== "TEAM" || team !== null) && !contact}
      errors={errors}
      fields={["name", "audience", "teamId"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextInput
        label={t`Name`}
        value={name}
        maxLength={80}
        error={errorAt(errors, "name")}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <Select
        label={t`Who has it`}
        description={sharing ? undefined : t`Your role does not include sharing views.`}
        data={audiences}
        value={audience}
        allowDeselect={false}
        error={errorAt(errors, "audience")}
        onChange={(value) => value && setAudience(value as ViewAudience)}
      />
      {audience === "TEAM" && (
        <Select
          label={t`Team`}
          data={teamOptions}
          value={team}
          searchable
          error={errorAt(errors, "teamId")}
          onChange={setTeam}
        />
      )}
      {audience === "EVERYBODY" && wide && roles && (
        <MultiSelect
          label={t`Opens by itself for the roles`}
          description={t`For people who chose no other view to begin with.`}
          data={roles.roles.map(({ id, name: label }) => ({ value: id, label }))}
          value={roleIds}
          onChange={setRoleIds}
        />
      )}
    </FormDialog>
  );
}
