import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Alert, Anchor, Button } from "@mantine/core";
import { IconCopy, IconEye, IconTrash } from "@tabler/icons-react";
import { Link, useParams, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useClient, useQuery } from "urql";
import { Page } from "../../app/Page.tsx";
import { Allowed, ReasonTooltip } from "../../app/rights.tsx";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { useViewer } from "../../app/viewer.tsx";
import { useVersioned } from "../common/useVersioned.tsx";
import { cellsOf, draftOfCells, editInput, type RoleCells } from "./changes.ts";
import { DeleteRole, undeletableBecause } from "./DeleteRole.tsx";
import { type Catalogue, EditRoleDocument, type Role, RolesDocument, StartPreviewDocument } from "./documents.ts";
import { cellName, cellText } from "./labels.ts";
import { draftOf } from "./model.ts";
import { beginAnew } from "./preview.ts";
import { RoleEditor } from "./RoleEditor.tsx";

export function RolePage() {
  const { t } = useLingui();
  const { can } = useViewer();
  const router = useRouter();
  const { id } = useParams({ from: "/shell/roles/$id" });
  const [deleting, setDeleting] = useState(false);
  const [dirty, setDirty] = useState(false);
  const [{ data, error }, execute] = useQuery({ query: RolesDocument, requestPolicy: "cache-and-network" });
  const role = data?.roles.find((each) => each.id === id);
  const undeletable = role && undeletableBecause(role);
  const { run: look, busy: looking } = useAction(StartPreviewDocument, (data) => data.startPreview);
  const preview = async () => {
    const { done } = await look({ id });
    if (done) beginAnew("/");
  };
  const tryOut = role && can("staff.view") && (
    // a page with unsaved changes asks before it is left, and by then the preview has begun, in which nothing can be saved
    <ReasonTooltip reason={dirty ? t`Save the role first: the preview shows what is saved.` : null}>
      <Button
        variant="default"
        leftSection={<IconEye size={14} aria-hidden />}
        loading={looking}
        aria-disabled={dirty || undefined}
        data-disabled={dirty || undefined}
        onClick={() => !dirty && void preview()}
      >
        <Trans>Preview as this role</Trans>
      </Button>
    </ReasonTooltip>
  );
  const actions = role && can("role.manage") && (
    <>
      <Button
        variant="default"
        leftSection={<IconCopy size={14} aria-hidden />}
        onClick={() => void router.navigate({ to: "/roles/new", search: { from: id } })}
      >
        <Trans>Clone</Trans>
      </Button>
      <ReasonTooltip reason={undeletable}>
        <Button
          variant="default"
          leftSection={<IconTrash size={14} aria-hidden />}
          aria-disabled={undeletable ? true : undefined}
          data-disabled={undeletable ? true : undefined}
          onClick={() => !undeletable && setDeleting(true)}
        >
          <Trans>Delete</Trans>
        </Button>
      </ReasonTooltip>
    </>
  );
  return (
    <Page
      title={role?.name ?? t`Role`}
      actions={
        <>
          {tryOut}
          {actions}
        </>
      }
      wide
    >
      <Allowed permission="staff.view">
        {data === undefined ? (
          error ? (
            <ErrorState error={error} onRetry={() => execute({ requestPolicy: "network-only" })} />
          ) : (
            <Loading />
          )
        ) : role === undefined ? (
          <EmptyState
            title={<Trans>This role is gone</Trans>}
            action={
              <Anchor component={Link} to="/roles" size="sm">
                <Trans>All roles</Trans>
              </Anchor>
            }
          />
        ) : (
          <div inert={looking}>
            <EditRole key={role.id} role={role} catalogue={data.permissionCatalogue} onDirty={setDirty} />
          </div>
        )}
        {deleting && role && (
          <DeleteRole
            role={role}
            onClose={() => setDeleting(false)}
            onDeleted={() => void router.navigate({ to: "/roles", ignoreBlocker: true })}
          />
        )}
      </Allowed>
    </Page>
  );
}

interface EditRoleProps {
  role: Role;
  catalogue: Catalogue;
  onDirty: (dirty: boolean) => void;
}

function EditRole({ role, catalogue, onDirty }: EditRoleProps) {
  const { t } = useLingui();
  const client = useClient();
  const { run } = useAction(EditRoleDocument, (data) => data.editRole);
  const [draft, setDraft] = useState(() => draftOf(role, catalogue));
  const versioned = (each: Role) => ({ version: each.version, values: cellsOf(draftOf(each, catalogue)) });
  const { base, errors, busy, dialog, save, restart } = useVersioned<RoleCells, { role?: Role | null }>({
    start: versioned(role),
    send: ({ version, values }, mine) =>
      run({ input: editInput(role.id, version, draftOfCells(values), draftOfCells(mine)) }),
    latest: async () => {
      const { data } = await client.query(RolesDocument, {}, { requestPolicy: "network-only" }).toPromise();
      const now = data?.roles.find((each) => each.id === role.id);
      return now && versioned(now);
    },
    onMerged: (mine) => setDraft(draftOfCells(mine)),
    onSaved: (payload) => {
      const now = payload?.role;
      if (!now) return;
      restart(versioned(now));
      setDraft(draftOf(now, catalogue));
      toast.done(<Trans>Saved. It holds from the next request of everybody who holds this role.</Trans>);
    },
    labels: cellName,
    text: cellText,
    title: t`A colleague changed this role meanwhile`,
  });

  return (
    <>
      {!role.editable && (
        <Alert variant="light" color="gray" mb="md">
          <Trans>You can look at this role, not change it.</Trans> {role.reason}
        </Alert>
      )}
      <RoleEditor
        saved={draftOfCells(base.values)}
        draft={draft}
        onDraft={setDraft}
        catalogue={catalogue}
        locked={role.editable ? undefined : (role.reason ?? t`You may not change this role.`)}
        memberCount={role.memberCount}
        verb={t`Save role`}
        busy={busy}
        notice={undefined}
        errors={errors}
        onSave={() => save(cellsOf(draft))}
        onDirty={onDirty}
        members={
          role.memberCount > 0 ? (
            <Anchor component={Link} to="/staff" search={{ role: role.id } as never} size="sm">
              <Plural value={role.memberCount} one="# person holds this role" other="# people hold this role" />
            </Anchor>
          ) : (
            <Trans>Nobody holds this role.</Trans>
          )
        }
      />
      {dialog}
    </>
  );
}
