import { inBackground } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useQuery, useSubscription } from "urql";
import { Page } from "../../../app/Page.tsx";
import { Allowed } from "../../../app/rights.tsx";
import { EmptyState, ErrorState, Loading } from "../../../app/states.tsx";
import { useViewer } from "../../../app/viewer.tsx";
import { PageEnd } from "../../common/PageEnd.tsx";
import { Table, tableClasses } from "../../common/Table.tsx";
import { useKept } from "../../common/useKept.ts";
import { useRefresh } from "../../common/useRefresh.ts";
import { ClientImportListDocument, ImportChangedDocument } from "../documents.ts";
import { ExampleFile, NewImport } from "../Links.tsx";
import { ImportEntry } from "./ImportEntry.tsx";
import "../styles.ts";

const pageSize = 30;
const refreshSeconds = 15;

/** Every list that was brought in, newest first. */
export function ImportsPage() {
  const { t } = useLingui();
  const { can } = useViewer();
  return (
    <Page title={t`Imports`} wide actions={can("client.import") && <NewImport />}>
      <Allowed permission="client.import">
        <ImportTable />
      </Allowed>
    </Page>
  );
}

function ImportTable() {
  const { t } = useLingui();
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  const [{ data: answer, error }, execute] = useQuery({
    query: ClientImportListDocument,
    variables: { first: pageSize, after: null },
    requestPolicy: "cache-and-network",
  });
  useRefresh(execute, refreshSeconds);
  useSubscription({ query: ImportChangedDocument }, (_, news) => {
    execute({ requestPolicy: "network-only", ...inBackground });
    return news;
  });
  const data = useKept(answer);
  if (data === undefined) {
    const reload = () => execute({ requestPolicy: "network-only" });
    return error ? <ErrorState error={error} onRetry={reload} /> : <Loading />;
  }
  if (data.clientImports.edges.length === 0) {
    return (
      <EmptyState title={<Trans>No list was imported yet</Trans>} action={<ExampleFile />}>
        <Trans>
          Bring in leads from a CSV file or an Excel workbook: columns are recognised, mistakes are shown before
          anything is written, and an import can be taken back for 7 days.
        </Trans>
      </EmptyState>
    );
  }
  return (
    <Table label={t`Imports`}>
      <thead>
        <tr>
          <th scope="col">{t`File`}</th>
          <th scope="col">{t`State`}</th>
          <th scope="col" className={tableClasses.number}>{t`New`}</th>
          <th scope="col" className={tableClasses.number}>{t`Changed`}</th>
          <th scope="col" className={tableClasses.number}>{t`Left out`}</th>
          <th scope="col" className={tableClasses.number}>{t`Mistakes`}</th>
          <th scope="col">{t`Brought by`}</th>
          <th scope="col">{t`Undo`}</th>
        </tr>
      </thead>
      {cursors.map((after, at) => (
        <ImportEntries
          key={after ?? ""}
          after={after}
          onMore={at === cursors.length - 1 ? (cursor) => setCursors((old) => [...old, cursor]) : undefined}
        />
      ))}
    </Table>
  );
}

function ImportEntries({
  after,
  onMore,
}: {
  after: string | null;
  /** Given to the last page: shows the next one. */
  onMore: ((cursor: string) => void) | undefined;
}) {
  const [{ data, error }, execute] = useQuery({
    query: ClientImportListDocument,
    variables: { first: pageSize, after },
    requestPolicy: after === null ? "cache-first" : "cache-and-network",
  });
  const page = useKept(data)?.clientImports;
  return (
    <tbody>
      {page?.edges.map(({ node }) => (
        <ImportEntry key={node.id} entry={node} />
      ))}
      <PageEnd
        columns={8}
        loaded={page !== undefined}
        error={error}
        onRetry={() => execute({ requestPolicy: "network-only" })}
        next={page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined}
        onMore={onMore}
      />
    </tbody>
  );
}
