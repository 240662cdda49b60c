import { useLingui } from "@lingui/react/macro";
import { useQuery } from "urql";
import { Page } from "../../app/Page.tsx";
import { Allowed } from "../../app/rights.tsx";
import { ErrorState, Loading } from "../../app/states.tsx";
import { ClientStatusesDocument } from "./documents.ts";
import { StatusList } from "./StatusList.tsx";
import { TagList } from "./TagList.tsx";
import "./styles.ts";

/** What the broker marks its clients with. */
export function ClientStatusesPage() {
  const { t } = useLingui();
  return (
    <Page title={t`Statuses and tags`}>
      <Allowed permission="settings.manage">
        <Lists />
      </Allowed>
    </Page>
  );
}

function Lists() {
  const { t } = useLingui();
  const [{ data, error }, execute] = useQuery({ query: ClientStatusesDocument, requestPolicy: "cache-and-network" });
  if (data === undefined) {
    return error ? (
      <ErrorState error={error} onRetry={() => execute({ requestPolicy: "network-only" })} />
    ) : (
      <Loading />
    );
  }
  const { salesStatuses, retentionStatuses, tags } = data.viewer.broker;
  return (
    <>
      <StatusList kind="SALES" title={t`Sales`} list={salesStatuses} />
      <StatusList kind="RETENTION" title={t`Retention`} list={retentionStatuses} />
      <TagList tags={tags} />
    </>
  );
}
