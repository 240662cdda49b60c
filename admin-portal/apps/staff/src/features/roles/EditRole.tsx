import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Alert, Anchor, Button } from "@mantine/core";
import { IconCopy, IconTrash } from "@tabler/icons-react";
import { Link, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useClient } from "urql";
import { Page } from "../../app/Page.tsx";
import { Allowed, ReasonTooltip } from "../../app/rights.tsx";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { useViewer } from "../../app/viewer.tsx";
import { useVersioned } from "../common/useVersioned.tsx";
import { cellsOf, differences, draftOfCells, editInput, type RoleCells } from "./changes.ts";
import { DeleteRole, undeletableBecause } from "./DeleteRole.tsx";
import { type Catalogue, EditRoleDocument, type Role, RolesDocument } from "./documents.ts";
import { cellName, cellText } from "./labels.ts";
import { draftOf } from "./model.ts";
import { PreviewButton } from "./PreviewButton.tsx";
import { RoleEditor } from "./RoleEditor.tsx";
import { useDraftBack, useRolePreview } from "./useRolePreview.ts";

export function EditRole({ role, catalogue }: { role: Role; catalogue: Catalogue }) {
  const { t } = useLingui();
  const { can } = useViewer();
  const client = useClient();
  const router = useRouter();
  const { run } = useAction(EditRoleDocument, (data) => data.editRole);
  const [deleting, setDeleting] = useState(false);
  const preview = useRolePreview(`/roles/${role.id}`, role.editable);
  const versioned = (each: Role) => ({ version: each.version, values: cellsOf(draftOf(each, catalogue)) });
  const [draft, setDraft] = useState(() => preview.back?.draft ?? draftOf(role, catalogue));
  const { base, errors, busy, dialog, save, restart } = useVersioned<RoleCells, { role?: Role | null }>({
    start: preview.back?.base ?? versioned(role),
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
  const saved = draftOfCells(base.values);
  const unsaved = role.editable && differences(saved, draft).length > 0;
  const isBack = useDraftBack(preview, saved, draft);
  const undeletable = undeletableBecause(role);

  const actions = (
    <>
      {can("staff.view") && !preview.inPreview && (
        <PreviewButton
          name={draft.name}
          unsaved={unsaved}
          busy={preview.busy}
          saving={busy}
          onPreview={() => void (unsaved ? preview.ofDraft(role.id, { draft, base }) : preview.ofSaved(role.id))}
        />
      )}
      {can("role.manage") && (
        <>
          <Button
            variant="default"
            leftSection={<IconCopy size={14} aria-hidden />}
            onClick={() => void router.navigate({ to: "/roles/new", search: { from: role.id } })}
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
      )}
    </>
  );
  return (
    <Page title={role.name} actions={actions} wide>
      <Allowed permission="staff.view">
        {!role.editable && (
          <Alert variant="light" color="gray" mb="md">
            <Trans>You can look at this role, not change it.</Trans> {role.reason}
          </Alert>
        )}
        <div inert={preview.busy}>
          <RoleEditor
            saved={saved}
            draft={draft}
            onDraft={setDraft}
            catalogue={catalogue}
            locked={role.editable ? undefined : (role.reason ?? t`You may not change this role.`)}
            memberCount={role.memberCount}
            verb={t`Save role`}
            busy={busy}
            notice={isBack ? t`Back from the preview. The role is as you left it, not saved yet.` : undefined}
            errors={[...errors, ...preview.errors]}
            leaving={preview.leaving}
            onLeft={preview.forget}
            onSave={() => save(cellsOf(draft))}
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
        </div>
        {dialog}
        {deleting && (
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
