import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import { day } from "../../app/format.ts";
import { ErrorState, Loading } from "../../app/states.tsx";
import { useEnd, useJoinedPages } from "../common/useJoinedPages.ts";
import { useKept } from "../common/useKept.ts";
import { useRefresh } from "../common/useRefresh.ts";
import { AccountMarks } from "./AccountMarks.tsx";
import { AccountMenu } from "./AccountMenu.tsx";
import { type TradingAccount, TradingAccountListDocument } from "./documents.ts";
import { FigureAge, Figures, RefreshFigures } from "./Figures.tsx";
import classes from "./TradingAccounts.module.css";
import { type LiveFigures, useLiveFigures } from "./useLiveFigures.ts";

const refreshSeconds = 10;
const pageSize = 50;

interface AccountCardsProps {
  clientId: string;
  archived: boolean;
  /** What stands there when there is no account. */
  empty: ReactNode;
}

/** The trading accounts of a client, a page at a time. */
export function AccountCards({ clientId, archived, empty }: AccountCardsProps) {
  const { cursors, more, ends } = useJoinedPages();
  const figures = useLiveFigures(clientId);
  return (
    <div className={classes.cards}>
      {cursors.map((after, at) => (
        <AccountPage
          // biome-ignore lint/suspicious/noArrayIndexKey: a page stays itself wherever it begins
          key={at}
          clientId={clientId}
          archived={archived}
          after={after}
          figures={figures}
          empty={empty}
          onEnd={(end) => ends(at, end)}
          onMore={at === cursors.length - 1 ? more : undefined}
        />
      ))}
    </div>
  );
}

interface AccountPageProps extends AccountCardsProps {
  after: string | null;
  figures: LiveFigures;
  /** Told where the page ends whenever it is read; undefined when no other follows. */
  onEnd: (end: string | undefined) => void;
  /** Given to the last page: shows the next one. */
  onMore: ((cursor: string) => void) | undefined;
}

function AccountPage({ clientId, archived, after, figures, empty, onEnd, onMore }: AccountPageProps) {
  const [{ data, error }, execute] = useQuery({
    query: TradingAccountListDocument,
    variables: { first: pageSize, after, filter: { clientId, ...(archived ? { archived } : {}) } },
    requestPolicy: "cache-and-network",
  });
  useRefresh(execute, refreshSeconds);
  const page = useKept(data)?.tradingAccounts;
  useEnd(page, onEnd);
  const reload = () => execute({ requestPolicy: "network-only" });
  const { live, untrusted } = figures;
  if (page === undefined) {
    return <div className={classes.whole}>{error ? <ErrorState error={error} onRetry={reload} /> : <Loading />}</div>;
  }
  if (page.edges.length === 0 && after === null) return <div className={classes.whole}>{empty}</div>;
  const next = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
  return (
    <>
      {page.edges.map(({ node }) => (
        <AccountCard key={node.id} account={live(node)} untrusted={untrusted} onConflict={reload} />
      ))}
      {next && onMore && (
        <div className={classes.whole}>
          <Button variant="subtle" onClick={() => onMore(next)}>
            <Trans>Show more</Trans>
          </Button>
        </div>
      )}
    </>
  );
}

interface AccountCardProps {
  account: TradingAccount;
  untrusted: boolean;
  onConflict: () => void;
}

function AccountCard({ account, onConflict, untrusted }: AccountCardProps) {
  const { archivedAt, currency, leverage, linked, login, openedAt, productName, serverName } = account;
  return (
    <article className={classes.card} aria-label={login}>
      <div className={classes.head}>
        <div className={classes.title}>
          <div className={classes.login}>
            <bdi dir="ltr">{login}</bdi>
            <AccountMarks account={account} />
          </div>
          <p className={classes.about}>
            {productName ?? <bdi dir="ltr">{account.group}</bdi>} · {serverName} · {currency} ·{" "}
            <bdi dir="ltr">1:{leverage}</bdi>
          </p>
        </div>
        <AccountMenu account={account} onConflict={onConflict} />
      </div>
      <Figures account={account} />
      <div className={classes.foot}>
        <span>
          {archivedAt ? (
            <Trans>Archived on {day(archivedAt)}</Trans>
          ) : linked ? (
            <Trans>Linked on {day(openedAt)}</Trans>
          ) : (
            <Trans>Opened on {day(openedAt)}</Trans>
          )}
        </span>
        {account.showsFigures && !archivedAt && (
          <span className={classes.end}>
            <FigureAge account={account} untrusted={untrusted} />
            <RefreshFigures account={account} />
          </span>
        )}
      </div>
    </article>
  );
}
