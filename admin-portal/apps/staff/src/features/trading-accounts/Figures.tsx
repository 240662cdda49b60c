import type { FeedState } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { amount } from "../../app/format.ts";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { Age } from "../common/Age.tsx";
import { RefreshTradingAccountDocument, type TradingAccount } from "./documents.ts";
import classes from "./TradingAccounts.module.css";

/** Figures are read about once a minute; older ones say so. */
export const staleAfter = 90;

interface FigureAgeProps {
  account: TradingAccount;
  /** Nothing keeps it up to date: what the server said of its feed is old too. */
  untrusted?: boolean;
}

/** The age of an account's figures. They are old at once when their feed does not answer; an archived account has its last. */
export function FigureAge({ account: { archivedAt, feedState, figures }, untrusted = false }: FigureAgeProps) {
  if (!figures) return null;
  if (archivedAt) return <Age at={figures.asOf} staleAfter={Number.POSITIVE_INFINITY} />;
  return <Age at={figures.asOf} staleAfter={staleAfter} old={untrusted || isOld(feedState)} />;
}

/** Whether a feed is known not to be as new as it should be. */
export function isOld(state: FeedState | null | undefined): boolean {
  return state != null && state !== "FRESH";
}

/** An amount in an account's currency; a loss is red and keeps its minus. */
export function Amount({ value, currency }: { value: string; currency?: string }) {
  return (
    <bdi dir="ltr" className={value.startsWith("-") ? classes.loss : undefined}>
      {amount(value)}
      {currency && ` ${currency}`}
    </bdi>
  );
}

export function marginLevel(level: string | null | undefined): string {
  return level == null ? "–" : `${amount(level)} %`;
}

/** Reads one account's figures from its server now. */
export function RefreshFigures({ account }: { account: TradingAccount }) {
  const { t } = useLingui();
  const { run, busy } = useAction(RefreshTradingAccountDocument, (data) => data.refreshTradingAccount);
  const refresh = async () => {
    const outcome = await run({ id: account.id });
    const said = outcome.done ? undefined : outcome.errors[0]?.message;
    if (said) toast.failed(said);
  };
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={28}
      loading={busy}
      aria-label={t`Read the figures of ${account.login} now`}
      onClick={() => void refresh()}
    >
      <IconRefresh size={15} />
    </ActionIcon>
  );
}

/** What an account has and owes, as its server said it last. */
export function Figures({ account }: { account: TradingAccount }) {
  const { currency, figures, showsFigures } = account;
  if (!figures) {
    return (
      <p className={classes.about}>
        {showsFigures ? (
          <Trans>Its figures were not read yet.</Trans>
        ) : (
          <Trans>Its money is not part of your role.</Trans>
        )}
      </p>
    );
  }
  return (
    <dl className={classes.figures}>
      <div>
        <dt>
          <Trans>Equity</Trans>
        </dt>
        <dd data-strong>
          <Amount value={figures.equity} currency={currency} />
        </dd>
      </div>
      <div>
        <dt>
          <Trans>Balance</Trans>
        </dt>
        <dd>
          <Amount value={figures.balance} />
        </dd>
      </div>
      <div>
        <dt>
          <Trans>Floating profit</Trans>
        </dt>
        <dd>
          <Amount value={figures.floating} />
        </dd>
      </div>
      <div>
        <dt>
          <Trans>Margin level</Trans>
        </dt>
        <dd>{marginLevel(figures.marginLevel)}</dd>
      </div>
      <div>
        <dt>
          <Trans>Margin</Trans>
        </dt>
        <dd>
          <Amount value={figures.margin} />
        </dd>
      </div>
      <div>
        <dt>
          <Trans>Free margin</Trans>
        </dt>
        <dd>
          <Amount value={figures.marginFree} />
        </dd>
      </div>
      <div>
        <dt>
          <Trans>Credit</Trans>
        </dt>
        <dd>
          <Amount value={figures.credit} />
        </dd>
      </div>
    </dl>
  );
}
