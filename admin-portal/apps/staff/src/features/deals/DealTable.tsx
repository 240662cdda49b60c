import type { DealFilter } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useQuery } from "urql";
import { amount, exactTime } from "../../app/format.ts";
import { rowTime } from "../../app/preciseTime.ts";
import { PageEnd } from "../common/PageEnd.tsx";
import { Table, tableClasses } from "../common/Table.tsx";
import { useEnd, useJoinedPages } from "../common/useJoinedPages.ts";
import { useKept } from "../common/useKept.ts";
import { useRefresh } from "../common/useRefresh.ts";
import { DemoMark } from "../positions/DemoMark.tsx";
import { Feeds } from "../positions/Feeds.tsx";
import { Profit } from "../positions/Profit.tsx";
import classes from "./Deals.module.css";
import { type Deal, DealListDocument } from "./documents.ts";
import { dealActionNames, entryNames, sourceNames } from "./labels.ts";
import { useDealNews } from "./useDealNews.ts";

const pageSize = 50;
/** Often enough that a dead feed shows while somebody looks. */
const refreshSeconds = 5;
/** Answers that may be missed before nothing counts as fresh. */
const missed = 3;
const columns = 11;

interface DealTableProps {
  filter: DealFilter;
  /** Names the client of each deal. */
  clients: boolean;
  empty: ReactNode;
}

/** Deals under a filter, newest first, a page at a time. */
export function DealTable({ filter, clients, empty }: DealTableProps) {
  const { t } = useLingui();
  const { cursors, more, ends } = useJoinedPages();
  const [none, setNone] = useState(false);
  const number = tableClasses.number;
  return (
    <>
      {none && empty}
      <div hidden={none}>
        <Table label={t`Deals`}>
          <thead>
            <tr>
              <th scope="col">{t`Time`}</th>
              <th scope="col">{t`What`}</th>
              <th scope="col">{t`Symbol`}</th>
              <th scope="col" className={number}>{t`Lots`}</th>
              <th scope="col" className={number}>{t`Price`}</th>
              <th scope="col" className={number}>{t`Profit or amount`}</th>
              <th scope="col" className={number}>{t`Swap`}</th>
              <th scope="col" className={number}>{t`Commission`}</th>
              <th scope="col">{clients ? t`Client, account` : t`Account`}</th>
              <th scope="col">{t`Made by`}</th>
              <th scope="col">{t`Tickets`}</th>
            </tr>
          </thead>
          {cursors.map((after, at) => (
            <DealPage
              // biome-ignore lint/suspicious/noArrayIndexKey: a page stays itself wherever it begins
              key={at}
              filter={filter}
              after={after}
              clients={clients}
              onNone={after === null ? setNone : undefined}
              followed={cursors.length > 1}
              onEnd={(end) => ends(at, end)}
              onMore={at === cursors.length - 1 ? more : undefined}
            />
          ))}
        </Table>
      </div>
    </>
  );
}

interface DealPageProps {
  filter: DealFilter;
  after: string | null;
  clients: boolean;
  /** Given to the first page: told whether there is nothing at all. */
  onNone: ((none: boolean) => void) | undefined;
  /** Whether pages follow that move on with this one. */
  followed: boolean;
  /** Told where the page ends whenever it is read; undefined when no other follows. */
  onEnd: (end: string | undefined) => void;
  /** Given to the last page: shows the next one. */
  onMore: ((cursor: string) => void) | undefined;
}

function DealPage({ after, clients, filter, followed, onEnd, onMore, onNone }: DealPageProps) {
  const [{ data, error }, execute] = useQuery({
    query: DealListDocument,
    variables: { filter, first: pageSize, after },
    requestPolicy: "cache-and-network",
  });
  // what has happened does not change: only the newest page looks for news
  useDealNews(filter, (options) => void (after === null && execute(options)), followed);
  const page = useKept(data)?.deals;
  const nothing = page?.edges.length === 0;
  useEffect(() => onNone?.(nothing), [nothing, onNone]);
  const next = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
  useEnd(page, onEnd);
  return (
    <tbody>
      {page?.edges.map(({ node }) => (
        <DealRow key={node.key} deal={node} clients={clients} />
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

function DealRow({ deal, clients }: { deal: Deal; clients: boolean }) {
  const { i18n } = useLingui();
  const { action, at, client, comment, currency, entry, login, lots, position, price, serverName, symbol } = deal;
  const number = `${tableClasses.number} ${tableClasses.nowrap}`;
  const none = <span className={tableClasses.dimmed}>–</span>;
  return (
    <tr>
      <th scope="row" className={tableClasses.nowrap}>
        <time dateTime={at} title={exactTime(at)}>
          {rowTime(at)}
        </time>
      </th>
      <td className={tableClasses.nowrap}>
        {i18n._(dealActionNames[action])} {entry && i18n._(entryNames[entry])}
        {comment && <span className={`${tableClasses.second} ${classes.comment}`}>{comment}</span>}
      </td>
      <td>{symbol ? <bdi dir="ltr">{symbol}</bdi> : none}</td>
      <td className={number}>{lots ? amount(lots) : none}</td>
      <td className={number}>{price ? <bdi dir="ltr">{amount(price)}</bdi> : none}</td>
      <td className={number}>
        <Profit value={deal.profit} currency={currency} />
      </td>
      <td className={number}>
        <Profit value={deal.swap} />
      </td>
      <td className={number}>
        <Profit value={deal.commission} />
      </td>
      <td>
        {clients && (
          <Anchor
            size="sm"
            renderRoot={(props: object) => (
              <Link to="/clients/$id" params={{ id: client.id }} search={{ tab: "history" }} {...props} />
            )}
          >
            {client.name}
          </Anchor>
        )}
        <span className={clients ? tableClasses.second : tableClasses.nowrap}>
          <bdi dir="ltr">{login}</bdi> <DemoMark environment={deal.environment} /> · {serverName}
        </span>
      </td>
      <td className={tableClasses.nowrap}>
        <MadeBy deal={deal} />
      </td>
      <td className={tableClasses.nowrap}>
        <bdi dir="ltr">{deal.ticket}</bdi>
        {position && (
          <span className={tableClasses.second}>
            <Trans>
              position <bdi dir="ltr">{position}</bdi>
            </Trans>
          </span>
        )}
      </td>
    </tr>
  );
}

/** Where a deal comes from; what the CRM made leads to the command or operation that made it. */
function MadeBy({ deal: { commandId, operationId, source } }: { deal: Deal }) {
  const { i18n } = useLingui();
  const name = i18n._(sourceNames[source]);
  if (commandId) {
    return (
      <Anchor
        size="sm"
        renderRoot={(props: object) => (
          <Link to="/positions" search={{ tab: "commands", command: commandId }} {...props} />
        )}
      >
        {name}
      </Anchor>
    );
  }
  if (operationId) {
    return (
      <Anchor
        size="sm"
        renderRoot={(props: object) => (
          <Link to="/balance-operations" search={{ tab: "history", operation: operationId }} {...props} />
        )}
      >
        {name}
      </Anchor>
    );
  }
  // what somebody did past the CRM stands out
  return source === "DEALER" ? name : <span className={tableClasses.dimmed}>{name}</span>;
}

/** How far the stored history reaches, by server. */
export function DealFeeds({ filter }: { filter: DealFilter }) {
  const [{ data }, execute] = useQuery({ query: DealListDocument, variables: { filter, first: 1, after: null } });
  useRefresh(execute, refreshSeconds);
  const feeds = useKept(data, JSON.stringify(filter))?.deals.feeds;
  const at = useMemo(() => (feeds ? Date.now() : 0), [feeds]);
  return feeds ? <Feeds feeds={feeds} polled={{ at, for: refreshSeconds * (missed + 1) * 1000 }} /> : null;
}
