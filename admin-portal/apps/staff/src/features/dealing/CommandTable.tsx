import type { TradeCommandFilter } from "@brokerdesk/api";
import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useState } from "react";
import { useQuery } from "urql";
import type { Decision } from "../common/Decision.tsx";
import { PageEnd } from "../common/PageEnd.tsx";
import { Table } from "../common/Table.tsx";
import { useEnd, useJoinedPages } from "../common/useJoinedPages.ts";
import { useKept } from "../common/useKept.ts";
import { CommandRow } from "./CommandRow.tsx";
import { DecideCommand } from "./DecideCommand.tsx";
import { type TradeCommand, TradeCommandListDocument } from "./documents.ts";
import { useCommandNews } from "./useCommandNews.ts";

const pageSize = 50;
const columns = 7;

interface CommandTableProps {
  filter: TradeCommandFilter;
  empty: ReactNode;
}

/** Commands under a filter, newest first, a page at a time. */
export function CommandTable({ filter, empty }: CommandTableProps) {
  const { t } = useLingui();
  const { cursors, more, ends } = useJoinedPages();
  const [asked, setAsked] = useState<{ command: TradeCommand; decision: Decision }>();
  const [none, setNone] = useState(false);
  return (
    <>
      {none && empty}
      <div hidden={none}>
        <Table label={t`Trade commands`}>
          <thead>
            <tr>
              <th scope="col">{t`What`}</th>
              <th scope="col">{t`Order`}</th>
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
            <CommandPage
              // biome-ignore lint/suspicious/noArrayIndexKey: a page stays itself wherever it begins
              key={at}
              filter={filter}
              after={after}
              onNone={after === null ? setNone : undefined}
              onDecide={(command, decision) => setAsked({ command, decision })}
              onEnd={(end) => ends(at, end)}
              onMore={at === cursors.length - 1 ? more : undefined}
            />
          ))}
        </Table>
      </div>
      {asked && <DecideCommand {...asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}

interface CommandPageProps {
  filter: TradeCommandFilter;
  after: string | null;
  /** Given to the first page: told whether there is nothing at all. */
  onNone: ((none: boolean) => void) | undefined;
  onDecide: (command: TradeCommand, decision: Decision) => void;
  /** Told where the page ends whenever it is read; undefined when no other follows. */
  onEnd: (end: string | undefined) => void;
  /** Given to the last page: shows the next one. */
  onMore: ((cursor: string) => void) | undefined;
}

function CommandPage({ after, filter, onDecide, onEnd, onMore, onNone }: CommandPageProps) {
  const [{ data, error }, execute] = useQuery({
    query: TradeCommandListDocument,
    variables: { filter, first: pageSize, after },
    requestPolicy: "cache-and-network",
  });
  useCommandNews(filter, execute);
  const page = useKept(data)?.tradeCommands;
  const nothing = page?.edges.length === 0;
  const next = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
  useEffect(() => onNone?.(nothing), [nothing, onNone]);
  useEnd(page, onEnd);
  return (
    <tbody>
      {page?.edges.map(({ node }) => (
        <CommandRow key={node.id} command={node} onDecide={(decision) => onDecide(node, decision)} />
      ))}
      <PageEnd
        columns={columns}
        loaded={page !== undefined}
        error={error}
        onRetry={() => execute({ requestPolicy: "network-only" })}
        next={next}
        onMore={onMore}
      />
    </tbody>
  );
}
