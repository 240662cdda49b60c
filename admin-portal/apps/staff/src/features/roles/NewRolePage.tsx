import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useRouter, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useQuery } from "urql";
import { Page } from "../../app/Page.tsx";
import { Allowed } from "../../app/rights.tsx";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, useAction } from "../../app/useAction.ts";
import { useViewer } from "../../app/viewer.tsx";
import { type Catalogue, CreateRoleDocument, type Role, RolesDocument } from "./documents.ts";
import { withinOwn } from "./limits.ts";
import {
  deniedFields,
  deniedPermissions,
  draftOf,
  emptyDraft,
  fieldInputs,
  grantInputs,
  type RoleDraft,
} from "./model.ts";
import { RoleEditor } from "./RoleEditor.tsx";

/** A new role, empty or as a copy of another one cut down to what its maker holds. */
export function NewRolePage() {
  const { t } = useLingui();
  const { from } = useSearch({ from: "/shell/roles/new" });
  const [{ data, error }, execute] = useQuery({ query: RolesDocument });
  const source = data?.roles.find((role) => role.id === from);
  const waiting = error ? (
    <ErrorState error={error} onRetry={() => execute({ requestPolicy: "network-only" })} />
  ) : (
    <Loading />
  );
  return (
    <Page title={t`New role`} wide>
      <Allowed permission="role.manage">
        {data === undefined ? (
          waiting
        ) : from !== undefined && source === undefined ? (
          <EmptyState title={<Trans>The role to copy is gone</Trans>} />
        ) : (
          <NewRole key={from ?? "empty"} source={source} catalogue={data.permissionCatalogue} />
        )}
      </Allowed>
    </Page>
  );
}

function NewRole({ source, catalogue }: { source: Role | undefined; catalogue: Catalogue }) {
  const { t } = useLingui();
  const { viewer } = useViewer();
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
  const [draft, setDraft] = useState(start);
  const [errors, setErrors] = useState<ActionErrors>([]);
  const save = async (leave: () => void) => {
    setErrors([]);
    const input = {
      name: draft.name.trim(),
      description: draft.description.trim(),
      grants: grantInputs(draft.grants),
      fields: fieldInputs(draft.fields),
      deniedPermissions: deniedPermissions(draft.grants),
      deniedFields: deniedFields(draft.fields),
    };
    const outcome = await run({ input });
    if (!outcome.done) return setErrors(outcome.errors);
    const made = outcome.payload.role;
    toast.done(t`The role ${input.name} is made. Give it to people on the staff page.`);
    leave();
    if (made) void router.navigate({ to: "/roles/$id", params: { id: made.id }, replace: true });
    else void router.navigate({ to: "/roles" });
  };
  return (
    <RoleEditor
      saved={emptyDraft}
      draft={draft}
      onDraft={setDraft}
      catalogue={catalogue}
      locked={undefined}
      memberCount={0}
      verb={t`Make role`}
      busy={busy}
      notice={notice}
      errors={errors}
      onSave={(leave) => void save(leave)}
    />
  );
}
