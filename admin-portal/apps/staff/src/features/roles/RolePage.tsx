import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button } from "@mantine/core";
import { Link, useParams, useRouter } from "@tanstack/react-router";
import { useQuery } from "urql";
import { Page } from "../../app/Page.tsx";
import { Allowed } from "../../app/rights.tsx";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { useViewer } from "../../app/viewer.tsx";
import { RolesDocument } from "./documents.ts";
import { EditRole } from "./EditRole.tsx";
import { draftFor, forgetDraft, keepDraft } from "./keptDraft.ts";
import type { RoleDraft } from "./model.ts";

/** One role: what it allows and shows, to be changed, copied, looked at and deleted. */
export function RolePage() {
  const { t } = useLingui();
  const { viewer } = useViewer();
  const router = useRouter();
  const { id } = useParams({ from: "/shell/roles/$id" });
  const [{ data, error }, execute] = useQuery({ query: RolesDocument, requestPolicy: "cache-and-network" });
  const role = data?.roles.find((each) => each.id === id);
  const [path, staffId] = [`/roles/${id}`, viewer.staff.id];
  const draft = data && !role ? draftFor(path, staffId)?.draft : undefined;
  const anew = (written: RoleDraft) => {
    forgetDraft(path, staffId);
    keepDraft("/roles/new", staffId, { draft: written });
    return router.navigate({ to: "/roles/new" });
  };
  if (data && role) return <EditRole key={role.id} role={role} catalogue={data.permissionCatalogue} />;
  return (
    <Page title={t`Role`} wide>
      <Allowed permission="staff.view">
        {data ? (
          <EmptyState
            title={<Trans>This role is gone</Trans>}
            action={
              draft ? (
                <Button onClick={() => void anew(draft)}>
                  <Trans>Make a new role of your draft</Trans>
                </Button>
              ) : (
                <Anchor component={Link} to="/roles" size="sm">
                  <Trans>All roles</Trans>
                </Anchor>
              )
            }
          />
        ) : error ? (
          <ErrorState error={error} onRetry={() => execute({ requestPolicy: "network-only" })} />
        ) : (
          <Loading />
        )}
      </Allowed>
    </Page>
  );
}
