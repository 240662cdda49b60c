import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { useQuery } from "urql";
import { Page } from "../../app/Page.tsx";
import { Allowed } from "../../app/rights.tsx";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { RolesDocument } from "./documents.ts";
import { EditRole } from "./EditRole.tsx";

/** One role: what it allows and shows, to be changed, copied, looked at and deleted. */
export function RolePage() {
  const { t } = useLingui();
  const { id } = useParams({ from: "/shell/roles/$id" });
  const [{ data, error }, execute] = useQuery({ query: RolesDocument, requestPolicy: "cache-and-network" });
  const role = data?.roles.find((each) => each.id === id);
  if (data && role) return <EditRole key={role.id} role={role} catalogue={data.permissionCatalogue} />;
  return (
    <Page title={t`Role`} wide>
      <Allowed permission="staff.view">
        {data ? (
          <EmptyState
            title={<Trans>This role is gone</Trans>}
            action={
              <Anchor component={Link} to="/roles" size="sm">
                <Trans>All roles</Trans>
              </Anchor>
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
