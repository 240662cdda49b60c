import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useQuery } from "urql";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { PageEnd } from "../common/PageEnd.tsx";
import { Table, tableClasses } from "../common/Table.tsx";
import { useEnd, useJoinedPages } from "../common/useJoinedPages.ts";
import { useKept } from "../common/useKept.ts";
import { useRefresh } from "../common/useRefresh.ts";
import { AccountMarks } from "./AccountMarks.tsx";
import { AccountMenu } from "./AccountMenu.tsx";
import { type TradingAccount, TradingAccountListDocument } from "./documents.ts";
import { Amount, FigureAge, marginLevel, RefreshFigures } from "./Figures.tsx";
import classes from "./TradingAccounts.module.css";
import { type AccountView, filterOf, isFiltered } from "./view.ts";

/** Columns that a narrow screen leaves to the client's page. */
const extra = `${tableClasses.number} ${tableClasses.nowrap} ${classes.extra}`;

const pageSize = 50;
/** Often enough that a dead feed shows while somebody looks. */
const refreshSeconds = 5;

interface AccountTableProps {
  view: AccountView;
  onClear: () => void;
}

/** Accounts within reach, a page at a time; each page keeps its own figures fresh. */
export function AccountTable({ view, onClear }: AccountTableProps) {
  const { t } = useLingui();
  const { cursors, more, ends } = useJoinedPages();
  const [{ data: answer, error }, execute] = useQuery({
    query: TradingAccountListDocument,
    variables: { first: pageSize, after: null, filter: filterOf(view) },
    requestPolicy: "cache-and-network",
  });
  const data = useKept(answer);
  if (data === undefined) {
    return error ? (
      <ErrorState error={error} onRetry={() => execute({ requestPolicy: "network-only" })} />
    ) : (
      <Loading />
    );
  }
  if (data.tradingAccounts.edges.length === 0) {
    return isFiltered(view) ? (
      <EmptyState
        title={<Trans>No account matches</Trans>}
        action={
          <Button variant="default" onClick={onClear}>
            <Trans>Clear filter</Trans>
          </Button>
        }
      />
    ) : (
      <EmptyState title={view.archived ? <Trans>No archived account</Trans> : <Trans>No trading account yet</Trans>}>
        {!view.archived && <Trans>Accounts are opened on a client's profile, in the tab Accounts.</Trans>}
      </EmptyState>
    );
  }
  return (
    <Table label={t`Trading accounts`}>
      <thead>
        <tr>
          <th scope="col">{t`Login`}</th>
          <th scope="col">{t`Client`}</th>
          <th scope="col">{t`Product`}</th>
          <th scope="col" className={tableClasses.number}>{t`Balance`}</th>
          <th scope="col" className={extra}>{t`Credit`}</th>
          <th scope="col" className={tableClasses.number}>{t`Equity`}</th>
          <th scope="col" className={tableClasses.number}>{t`Floating`}</th>
          <th scope="col" className={extra}>{t`Margin`}</th>
          <th scope="col" className={extra}>{t`Free margin`}</th>
          <th scope="col" className={tableClasses.number}>{t`Margin level`}</th>
          <th scope="col">{t`Age`}</th>
          <th scope="col">
            <span className="visually-hidden">{t`Actions`}</span>
          </th>
        </tr>
      </thead>
      {cursors.map((after, at) => (
        <AccountPage
          // biome-ignore lint/suspicious/noArrayIndexKey: a page stays itself wherever it begins
          key={at}
          view={view}
          after={after}
          onEnd={(end) => ends(at, end)}
          onMore={at === cursors.length - 1 ? more : undefined}
        />
      ))}
    </Table>
  );
}

interface AccountPageProps {
  view: AccountView;
  after: string | null;
  /** Told where the page ends whenever it is read; undefined when no other follows. */
  onEnd: (end: string | undefined) => void;
  /** Given to the last page: shows the next one. */
  onMore?: ((cursor: string) => void) | undefined;
}

function AccountPage({ view, after, onEnd, onMore }: AccountPageProps) {
  const [{ data, error }, execute] = useQuery({
    query: TradingAccountListDocument,
    variables: { first: pageSize, after, filter: filterOf(view) },
    requestPolicy: after === null ? "cache-first" : "cache-and-network",
  });
  useRefresh(execute, refreshSeconds);
  const reload = () => execute({ requestPolicy: "network-only" });
  const page = useKept(data)?.tradingAccounts;
  const next = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
  useEnd(page, onEnd);
  return (
    <tbody>
      {page?.edges.map(({ node }) => (
        <AccountRow key={node.id} account={node} onConflict={reload} />
      ))}
      <PageEnd columns={12} loaded={page !== undefined} error={error} onRetry={reload} next={next} onMore={onMore} />
    </tbody>
  );
}

function AccountRow({ account, onConflict }: { account: TradingAccount; onConflict: () => void }) {
  const { client, currency, figures, leverage, login, productName, serverName } = account;
  const none = <span className={tableClasses.dimmed}>–</span>;
  const number = `${tableClasses.number} ${tableClasses.nowrap}`;
  return (
    <tr>
      <th scope="row">
        <bdi dir="ltr" className="tabular">
          {login}
        </bdi>
        <AccountMarks account={account} platform={false} />
      </th>
      <td className={classes.cell}>
        <Anchor
          size="sm"
          renderRoot={(props: object) => (
            <Link to="/clients/$id" params={{ id: client.id }} search={{ tab: "accounts" }} {...props} />
          )}
        >
          {client.name}
        </Anchor>
        <bdi dir="ltr" className={tableClasses.second}>
          {client.number}
        </bdi>
      </td>
      <td className={classes.cell}>
        {productName ?? <bdi dir="ltr">{account.group}</bdi>}
        <span className={tableClasses.second}>
          {serverName} · <bdi dir="ltr">1:{leverage}</bdi>
        </span>
      </td>
      <td className={number}>{figures ? <Amount value={figures.balance} currency={currency} /> : none}</td>
      <td className={extra}>{figures ? <Amount value={figures.credit} /> : none}</td>
      <td className={number}>{figures ? <Amount value={figures.equity} currency={currency} /> : none}</td>
      <td className={number}>{figures ? <Amount value={figures.floating} /> : none}</td>
      <td className={extra}>{figures ? <Amount value={figures.margin} /> : none}</td>
      <td className={extra}>{figures ? <Amount value={figures.marginFree} /> : none}</td>
      <td className={number}>{figures ? marginLevel(figures.marginLevel) : none}</td>
      <td className={tableClasses.nowrap}>{figures ? <FigureAge account={account} /> : none}</td>
      <td className={tableClasses.end}>
        <span className={classes.end}>
          {account.showsFigures && !account.archivedAt && <RefreshFigures account={account} />}
          <AccountMenu account={account} onConflict={onConflict} />
        </span>
      </td>
    </tr>
  );
}
