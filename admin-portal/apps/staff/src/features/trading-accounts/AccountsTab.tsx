import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Switch } from "@mantine/core";
import { IconHistory, IconLink, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useQuery } from "urql";
import { day } from "../../app/format.ts";
import { ReasonTooltip } from "../../app/rights.tsx";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { useViewer } from "../../app/viewer.tsx";
import { useKept } from "../common/useKept.ts";
import { useRefresh } from "../common/useRefresh.ts";
import { AccountMarks } from "./AccountMarks.tsx";
import { AccountMenu } from "./AccountMenu.tsx";
import { type TradingAccount, TradingAccountListDocument } from "./documents.ts";
import { FigureAge, Figures, RefreshFigures } from "./Figures.tsx";
import classes from "./TradingAccounts.module.css";
import { Unsettled } from "./Unsettled.tsx";
import { useLiveFigures } from "./useLiveFigures.ts";

const OpenAccount = lazy(() => import("./OpenAccount.tsx"));
const LinkAccount = lazy(() => import("./LinkAccount.tsx"));

const refreshSeconds = 10;

interface AccountsTabProps {
  client: { id: string; displayName: string; archivedAt?: string | null | undefined };
}

/** A client's trading accounts: what is on them, and what can be done with them. */
export default function AccountsTab({ client }: AccountsTabProps) {
  const { t } = useLingui();
  const { can } = useViewer();
  const [archived, setArchived] = useState(false);
  const [dialog, setDialog] = useState<"open" | "link">();
  const [{ data, error }, execute] = useQuery({
    query: TradingAccountListDocument,
    variables: { first: 50, after: null, filter: { clientId: client.id, ...(archived ? { archived } : {}) } },
    requestPolicy: "cache-and-network",
  });
  useRefresh(execute, refreshSeconds);
  const reload = () => execute({ requestPolicy: "network-only" });
  const close = () => setDialog(undefined);
  const locked = client.archivedAt
    ? t`The client is archived: restore the client first.`
    : can("trading_account.create")
      ? undefined
      : t`Your role does not include opening trading accounts.`;
  const guarded = locked ? { "aria-disabled": true, "data-disabled": true } : {};
  const open = (
    <ReasonTooltip reason={locked}>
      <Button
        leftSection={<IconPlus size={14} aria-hidden />}
        {...guarded}
        onClick={() => !locked && setDialog("open")}
      >
        <Trans>Open account</Trans>
      </Button>
    </ReasonTooltip>
  );
  const { live, untrusted } = useLiveFigures(client.id);
  const accounts = useKept(data, `${client.id} ${archived}`)?.tradingAccounts.edges.map(({ node }) => live(node));
  return (
    <>
      <div className={classes.bar}>
        {open}
        <ReasonTooltip reason={locked}>
          <Button
            variant="default"
            leftSection={<IconLink size={14} aria-hidden />}
            {...guarded}
            onClick={() => !locked && setDialog("link")}
          >
            <Trans>Link a login</Trans>
          </Button>
        </ReasonTooltip>
        {can("balance.view") && (
          <Button
            variant="subtle"
            leftSection={<IconHistory size={14} aria-hidden />}
            renderRoot={(props: object) => (
              <Link to="/balance-operations" search={{ tab: "history", client: client.id }} {...props} />
            )}
          >
            <Trans>Balance operations</Trans>
          </Button>
        )}
        <Switch
          size="sm"
          ms="auto"
          label={t`Archived`}
          checked={archived}
          onChange={(event) => setArchived(event.currentTarget.checked)}
        />
      </div>
      <Unsettled clientId={client.id} />
      {accounts === undefined ? (
        error ? (
          <ErrorState error={error} onRetry={reload} />
        ) : (
          <Loading />
        )
      ) : accounts.length === 0 ? (
        <EmptyState title={archived ? <Trans>No archived account</Trans> : <Trans>No trading account yet</Trans>}>
          {!archived && <Trans>Open one on a product of yours, or link a login that is on the server already.</Trans>}
        </EmptyState>
      ) : (
        <div className={classes.cards}>
          {accounts.map((account) => (
            <AccountCard key={account.id} account={account} untrusted={untrusted} onConflict={reload} />
          ))}
        </div>
      )}
      <Suspense>
        {dialog === "open" && <OpenAccount client={client} onClose={close} />}
        {dialog === "link" && <LinkAccount client={client} onClose={close} />}
      </Suspense>
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
