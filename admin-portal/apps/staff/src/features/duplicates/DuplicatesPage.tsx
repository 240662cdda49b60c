import type { FieldClass } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button, SegmentedControl } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useQuery } from "urql";
import { countryName, day } from "../../app/format.ts";
import { Masked } from "../../app/Masked.tsx";
import { Page } from "../../app/Page.tsx";
import { Allowed } from "../../app/rights.tsx";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { fieldClasses } from "../clients/labels.ts";
import { Table, tableClasses } from "../common/Table.tsx";
import { useKept } from "../common/useKept.ts";
import classes from "./Duplicates.module.css";
import {
  type Cluster,
  DismissDuplicatesDocument,
  DuplicateClustersDocument,
  RecallDuplicatesDocument,
} from "./documents.ts";
import { sharedByLabels } from "./labels.ts";

const MergeDialog = lazy(() => import("./MergeDialog.tsx"));

const page = 20;
/** Each cluster holds several clients: more at once would cost the server too much. */
const most = 100;
/** As many others as one merge may take, and the one that is kept. */
const mergedMost = 6;

/** Clients that look like the same person. */
export function DuplicatesPage() {
  const { t } = useLingui();
  return (
    <Page title={t`Duplicates`} wide>
      <Allowed permission="client.merge">
        <Clusters />
      </Allowed>
    </Page>
  );
}

function Clusters() {
  const { t } = useLingui();
  const [dismissed, setDismissed] = useState(false);
  const [first, setFirst] = useState(page);
  const [merging, setMerging] = useState<Cluster>();
  const [{ data, error }, read] = useQuery({
    query: DuplicateClustersDocument,
    variables: { first, dismissed },
    requestPolicy: "cache-and-network",
  });
  const again = () => read({ requestPolicy: "network-only" });
  const found = useKept(data)?.duplicateClusters;
  return (
    <section className={classes.part} aria-label={t`Duplicates`}>
      <div className={classes.head}>
        <p className={classes.about}>
          <Trans>Clients that share an e-mail address, a phone number or an id elsewhere.</Trans>{" "}
          {found && found.unchecked.length > 0 && <Unchecked classes={found.unchecked} />}
        </p>
        <SegmentedControl
          size="xs"
          aria-label={t`Which duplicates`}
          value={dismissed ? "dismissed" : "open"}
          onChange={(value) => {
            setDismissed(value === "dismissed");
            setFirst(page);
          }}
          data={[
            { value: "open", label: t`To look at` },
            { value: "dismissed", label: t`Not the same person` },
          ]}
        />
      </div>
      {found === undefined && (error ? <ErrorState error={error} onRetry={again} /> : <Loading />)}
      {found?.edges.length === 0 && (
        <EmptyState title={<Trans>No duplicates here</Trans>}>
          <Trans>No two clients within what your role may see look like the same person.</Trans>
        </EmptyState>
      )}
      {found?.edges.map(({ cursor, node }) => (
        <ClusterCard key={cursor} cluster={node} dismissed={dismissed} onMerge={setMerging} onChanged={again} />
      ))}
      {found?.pageInfo.hasNextPage && first < most && (
        <Button variant="default" onClick={() => setFirst((n) => Math.min(n + page, most))}>
          <Trans>Show more</Trans>
        </Button>
      )}
      <Suspense>
        {merging && (
          <MergeDialog
            ids={merging.clients.slice(0, mergedMost).map(({ id }) => id)}
            onMerged={again}
            onClose={() => setMerging(undefined)}
          />
        )}
      </Suspense>
    </section>
  );
}

function Unchecked({ classes: unchecked }: { classes: readonly FieldClass[] }) {
  const { i18n } = useLingui();
  const names = unchecked.map((each) => i18n._(fieldClasses[each])).join(", ");
  return <Trans>Not compared, because your role does not show it in full: {names}.</Trans>;
}

interface ClusterCardProps {
  cluster: Cluster;
  dismissed: boolean;
  onMerge: (cluster: Cluster) => void;
  onChanged: () => void;
}

function ClusterCard({ cluster, dismissed, onMerge, onChanged }: ClusterCardProps) {
  const { t, i18n } = useLingui();
  const dismiss = useAction(DismissDuplicatesDocument, (data) => data.dismissDuplicates);
  const recall = useAction(RecallDuplicatesDocument, (data) => data.recallDuplicates);
  const [clientId = "", ...otherIds] = cluster.clients.map(({ id }) => id);
  const names = cluster.clients.map(({ displayName }) => displayName).join(", ");
  const said = async (which: typeof dismiss | typeof recall) => {
    const outcome = await which.run({ clientId, otherIds });
    if (!outcome.done) {
      if (outcome.errors[0]) toast.failed(outcome.errors[0].message);
      return false;
    }
    onChanged();
    return true;
  };
  const notTheSame = async () => {
    if (await said(dismiss)) toast.undoable(t`They are kept apart from now on`, () => void said(recall));
  };
  return (
    <article className={classes.card} aria-label={names}>
      <div className={classes.head}>
        <span className={classes.reasons}>
          {cluster.sharedBy.map((by) => (
            <span key={by} className={classes.reason}>
              {i18n._(sharedByLabels[by])}
            </span>
          ))}
        </span>
        <span className={classes.acts}>
          {dismissed ? (
            <Button variant="default" loading={recall.busy} onClick={() => void said(recall)}>
              <Trans>May be the same after all</Trans>
            </Button>
          ) : (
            <>
              <Button variant="default" loading={dismiss.busy} onClick={() => void notTheSame()}>
                <Trans>Not the same person</Trans>
              </Button>
              <Button onClick={() => onMerge(cluster)}>
                <Trans>Merge…</Trans>
              </Button>
            </>
          )}
        </span>
      </div>
      {cluster.clients.length > mergedMost && !dismissed && (
        <p className={classes.about} role="note">
          <Trans>
            {cluster.clients.length} clients, and one merge takes {mergedMost}: Merge begins with the first {mergedMost}
            , and the others come back here with the client that is kept.
          </Trans>
        </p>
      )}
      <Table label={names}>
        <thead>
          <tr>
            <th scope="col">{t`Client`}</th>
            <th scope="col">{t`E-mail`}</th>
            <th scope="col">{t`Phone`}</th>
            <th scope="col">{t`Country`}</th>
            <th scope="col">{t`Owner`}</th>
            <th scope="col">{t`Created`}</th>
          </tr>
        </thead>
        <tbody>
          {cluster.clients.map((client) => (
            <tr key={client.id}>
              <th scope="row" className={tableClasses.nowrap}>
                <Anchor component={Link} to="/clients/$id" params={{ id: client.id } as never} size="sm" fw={500}>
                  <bdi>{client.displayName}</bdi>
                </Anchor>{" "}
                <bdi dir="ltr" className={classes.about}>
                  {client.number}
                </bdi>
              </th>
              <td>
                <Masked value={client.email} />
              </td>
              <td>
                <Masked value={client.phone} />
              </td>
              <td>{client.country ? countryName(client.country) : "–"}</td>
              <td>{client.owner?.name ?? "–"}</td>
              <td className={tableClasses.nowrap}>{day(client.createdAt)}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </article>
  );
}
