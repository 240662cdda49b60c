import type { BalanceFilter } from "@brokerdesk/api";
import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { useQuery } from "urql";
import { ErrorState, Loading } from "../../app/states.tsx";
import type { Decision } from "../common/Decision.tsx";
import { PageEnd } from "../common/PageEnd.tsx";
import { Table, tableClasses } from "../common/Table.tsx";
import { useEnd, useJoinedPages } from "../common/useJoinedPages.ts";
import { useKept } from "../common/useKept.ts";
import { DecideOperation } from "./DecideOperation.tsx";
import { type BalanceOperation, BalanceOperationListDocument } from "./documents.ts";
import { OperationRow } from "./OperationRow.tsx";
import { useOperationNews } from "./useOperationNews.ts";

const pageSize = 50;

interface OperationTableProps {
  filter: BalanceFilter;
  empty: ReactNode;
}

/** Balance operations under a filter, newest first, a page at a time. */
export function OperationTable({ filter, empty }: OperationTableProps) {
  const { t } = useLingui();
  const { cursors, more, ends } = useJoinedPages();
  const [asked, setAsked] = useState<{ operation: BalanceOperation; decision: Decision }>();
  const [{ data: answer, error }, execute] = useQuery({
    query: BalanceOperationListDocument,
    variables: { first: pageSize, after: null, filter },
    requestPolicy: "cache-and-network",
  });
  const data = useKept(answer);
  const reload = () => execute({ requestPolicy: "network-only" });
  if (data === undefined) return error ? <ErrorState error={error} onRetry={reload} /> : <Loading />;
  const dialog = asked && <DecideOperation {...asked} onConflict={reload} onClose={() => setAsked(undefined)} />;
  if (data.balanceOperations.edges.length === 0) {
    return (
      <>
        <Refreshed filter={filter} execute={execute} />
        {empty}
        {dialog}
      </>
    );
  }
  return (
    <>
      <Table label={t`Balance operations`}>
        <thead>
          <tr>
            <th scope="col">{t`What`}</th>
            <th scope="col" className={tableClasses.number}>{t`Amount`}</th>
            <th scope="col">{t`Client, account`}</th>
            <th scope="col">{t`State`}</th>
            <th scope="col">{t`Asked for by`}</th>
            <th scope="col">{t`Reason`}</th>
            <th scope="col">
              <span className="visually-hidden">{t`Actions`}</span>
            </th>
          </tr>
        </thead>
        {cursors.map((after, at) => (
          <OperationPage
            // biome-ignore lint/suspicious/noArrayIndexKey: a page stays itself wherever it begins
            key={at}
            filter={filter}
            after={after}
            onDecide={(operation, decision) => setAsked({ operation, decision })}
            onEnd={(end) => ends(at, end)}
            onMore={at === cursors.length - 1 ? more : undefined}
          />
        ))}
      </Table>
      {dialog}
    </>
  );
}

/** An empty list looks for news too. */
function Refreshed({ filter, execute }: { filter: BalanceFilter; execute: Parameters<typeof useOperationNews>[1] }) {
  useOperationNews(filter, execute);
  return null;
}

interface OperationPageProps {
  filter: BalanceFilter;
  after: string | null;
  onDecide: (operation: BalanceOperation, decision: Decision) => void;
  /** Told where the page ends whenever it is read; undefined when no other follows. */
  onEnd: (end: string | undefined) => void;
  /** Given to the last page: shows the next one. */
  onMore?: ((cursor: string) => void) | undefined;
}

function OperationPage({ filter, after, onDecide, onEnd, onMore }: OperationPageProps) {
  const [{ data, error }, execute] = useQuery({
    query: BalanceOperationListDocument,
    variables: { first: pageSize, after, filter },
    requestPolicy: after === null ? "cache-first" : "cache-and-network",
  });
  useOperationNews(filter, execute);
  const page = useKept(data)?.balanceOperations;
  const next = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
  useEnd(page, onEnd);
  return (
    <tbody>
      {page?.edges.map(({ node }) => (
        <OperationRow key={node.id} operation={node} onDecide={(decision) => onDecide(node, decision)} />
      ))}
      <PageEnd
        columns={7}
        loaded={page !== undefined}
        error={error}
        onRetry={() => execute({ requestPolicy: "network-only" })}
        next={next}
        onMore={onMore}
      />
    </tbody>
  );
}
