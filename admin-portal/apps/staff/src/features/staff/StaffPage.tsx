import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Select, TextInput } from "@mantine/core";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useQuery } from "urql";
import { Page } from "../../app/Page.tsx";
import { Allowed, ReasonTooltip } from "../../app/rights.tsx";
import { useShortcut } from "../../app/shortcuts.tsx";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { useViewer } from "../../app/viewer.tsx";
import { tableClasses } from "../common/Table.tsx";
import { StaffListDocument } from "./documents.ts";
import { InviteStaff } from "./InviteStaff.tsx";
import { staffStatuses } from "./labels.ts";
import classes from "./Staff.module.css";
import { StaffTable } from "./StaffTable.tsx";
import { matchesView, type StaffView } from "./view.ts";

export function StaffPage() {
  const { t } = useLingui();
  const { can } = useViewer();
  const [inviting, setInviting] = useState(false);
  const locked = can("staff.manage") ? undefined : t`Your role does not include managing staff.`;
  const invite = () => !locked && setInviting(true);
  const button = (
    <ReasonTooltip reason={locked}>
      <Button
        leftSection={<IconPlus size={14} aria-hidden />}
        aria-disabled={locked ? true : undefined}
        data-disabled={locked ? true : undefined}
        onClick={invite}
      >
        <Trans>Invite</Trans>
      </Button>
    </ReasonTooltip>
  );
  return (
    <Page title={t`Staff`} actions={button} wide>
      <Allowed permission="staff.view">
        <StaffList inviting={inviting} onInvited={() => setInviting(false)} />
      </Allowed>
    </Page>
  );
}

function StaffList({ inviting, onInvited }: { inviting: boolean; onInvited: () => void }) {
  const { t, i18n } = useLingui();
  const view = useSearch({ from: "/shell/staff" });
  const navigate = useNavigate({ from: "/staff" });
  const [{ data, error }, execute] = useQuery({ query: StaffListDocument, requestPolicy: "cache-and-network" });
  const show = (change: StaffView) => void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  useShortcut("/", { label: t`Search staff`, group: t`Staff` }, () => document.getElementById("staff-search")?.focus());
  if (data === undefined) {
    return error ? (
      <ErrorState error={error} onRetry={() => execute({ requestPolicy: "network-only" })} />
    ) : (
      <Loading />
    );
  }
  const people = data.staffMembers.filter((person) => matchesView(person, view));
  const filtered = Object.values(view).some((part) => part !== undefined);
  const named = (list: readonly { id: string; name: string }[]) =>
    list.map(({ id, name }) => ({ value: id, label: name }));
  const select = (part: "team" | "role" | "status", label: string, options: { value: string; label: string }[]) => (
    <Select
      className={classes.filter ?? ""}
      size="xs"
      aria-label={label}
      placeholder={label}
      data={options}
      value={view[part] ?? null}
      onChange={(value) => show({ [part]: value ?? undefined })}
      clearable
      comboboxProps={{ shadow: "md" }}
    />
  );
  return (
    <>
      <div className={tableClasses.toolbar}>
        <TextInput
          id="staff-search"
          className={classes.search ?? ""}
          size="xs"
          type="search"
          aria-label={t`Search staff`}
          placeholder={t`Name or e-mail`}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={view.q ?? ""}
          onChange={(event) => show({ q: event.currentTarget.value || undefined })}
        />
        {select("team", t`Any team`, named(data.teams))}
        {select("role", t`Any role`, named(data.roles))}
        {select(
          "status",
          t`Any status`,
          Object.entries(staffStatuses).map(([value, { text }]) => ({ value, label: i18n._(text) })),
        )}
        <span className={tableClasses.spacer} />
        <span className={tableClasses.count} role="status">
          {filtered ? (
            <Trans>
              {people.length} of {data.staffMembers.length}
            </Trans>
          ) : (
            <Trans>{people.length} people</Trans>
          )}
        </span>
      </div>
      {people.length === 0 ? (
        <EmptyState
          title={<Trans>Nobody fits these filters</Trans>}
          action={
            <Button variant="default" onClick={() => void navigate({ search: {}, replace: true })}>
              <Trans>Show everybody</Trans>
            </Button>
          }
        />
      ) : (
        <StaffTable people={people} teams={data.teams} roles={data.roles} />
      )}
      {inviting && <InviteStaff teams={data.teams} roles={data.roles} onClose={onInvited} />}
    </>
  );
}
