import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useRouter, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useQuery } from "urql";
import { Page } from "../../app/Page.tsx";
import { Allowed } from "../../app/rights.tsx";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, useAction } from "../../app/useAction.ts";
import { useViewer } from "../../app/viewer.tsx";
import { type Catalogue, CreateRoleDocument, type Role, RolesDocument } from "./documents.ts";
import { draftFor } from "./keptDraft.ts";
import { withinOwn } from "./limits.ts";
import { draftOf, emptyDraft, type RoleDraft, rulesInput } from "./model.ts";
import { PreviewButton } from "./PreviewButton.tsx";
import { RoleEditor } from "./RoleEditor.tsx";
import { useDraftBack, useRolePreview } from "./useRolePreview.ts";

/** A new role, empty or as a copy of another one cut down to what its maker holds. */
export function NewRolePage() {
  const { t } = useLingui();
  const { viewer } = useViewer();
  const { from } = useSearch({ from: "/shell/roles/new" });
  const [{ data, error }, execute] = useQuery({ query: RolesDocument });
  const source = data?.roles.find((role) => role.id === from);
  const waiting = error ? (
    <ErrorState error={error} onRetry={() => execute({ requestPolicy: "network-only" })} />
  ) : (
    <Loading />
  );
  const path = from === undefined ? "/roles/new" : `/roles/new?from=${from}`;
  // what is written already needs its original no longer
  const written = useMemo(() => draftFor(path, viewer.staff.id) !== undefined, [path, viewer.staff.id]);
  if (data && (from === undefined || source || written))
    return <NewRole key={path} path={path} source={source} catalogue={data.permissionCatalogue} />;
  return (
    <Page title={t`New role`} wide>
      <Allowed permission="role.manage">
        {data === undefined ? waiting : <EmptyState title={<Trans>The role to copy is gone</Trans>} />}
      </Allowed>
    </Page>
  );
}

interface NewRoleProps {
  path: string;
  source: Role | undefined;
  catalogue: Catalogue;
}

function NewRole({ path, source, catalogue }: NewRoleProps) {
  const { t } = useLingui();
  const { viewer, can } = useViewer();
  const router = useRouter();
  const { run, busy } = useAction(CreateRoleDocument, (data) => data.createRole);
  const copied = source && draftOf(source, catalogue);
  const cut = copied && withinOwn(copied, catalogue, viewer.fields);
  const start: RoleDraft =
    source && cut
      ? { name: t`Copy of ${source.name}`, description: source.description, grants: cut.grants, fields: cut.fields }
      : emptyDraft;
  const narrowed = cut?.narrowed ?? 0;
  const notice =
    narrowed > 0
      ? plural(narrowed, {
          one: "# entry of the original goes beyond what you hold and was narrowed.",
          other: "# entries of the original go beyond what you hold and were narrowed.",
        })
      : undefined;
  const preview = useRolePreview(path, true);
  const [draft, setDraft] = useState(preview.back?.draft ?? start);
  const isBack = useDraftBack(preview, emptyDraft, draft);
  const [errors, setErrors] = useState<ActionErrors>([]);
  const save = async () => {
    setErrors([]);
    const input = {
      name: draft.name.trim(),
      description: draft.description.trim(),
      ...rulesInput(draft.grants, draft.fields),
    };
    const outcome = await run({ input });
    if (!outcome.done) return setErrors(outcome.errors);
    const made = outcome.payload.role;
    toast.done(t`The role ${input.name} is made. Give it to people on the staff page.`);
    preview.leaving.current = true;
    preview.forget();
    if (made) void router.navigate({ to: "/roles/$id", params: { id: made.id }, replace: true });
    else void router.navigate({ to: "/roles" });
  };
  return (
    <Page
      title={t`New role`}
      wide
      actions={
        can("staff.view") &&
        can("role.manage") &&
        !preview.inPreview && (
          <PreviewButton
            name={draft.name}
            unsaved
            busy={preview.busy}
            saving={busy}
            onPreview={() => void preview.ofDraft(undefined, { draft })}
          />
        )
      }
    >
      <Allowed permission="role.manage">
        <div inert={preview.busy}>
          <RoleEditor
            saved={emptyDraft}
            draft={draft}
            onDraft={setDraft}
            catalogue={catalogue}
            locked={undefined}
            memberCount={0}
            verb={t`Make role`}
            busy={busy}
            notice={isBack ? t`Back from the preview. The role is as you left it, not saved yet.` : notice}
            errors={[...errors, ...preview.errors]}
            leaving={preview.leaving}
            onLeft={preview.forget}
            onSave={() => void save()}
          />
        </div>
      </Allowed>
    </Page>
  );
}
