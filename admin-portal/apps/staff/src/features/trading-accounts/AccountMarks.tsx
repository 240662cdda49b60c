import { useLingui } from "@lingui/react/macro";
import { LabelPill, Pill } from "../clients/Pill.tsx";
import { environments, products } from "../trading-servers/labels.ts";
import type { TradingAccount } from "./documents.ts";
import classes from "./TradingAccounts.module.css";

/** Which platform, whether money is real, and whatever its client cannot do with it. */
export function AccountMarks({ account, platform = true }: { account: TradingAccount; platform?: boolean }) {
  const { t } = useLingui();
  return (
    <span className={classes.marks}>
      {platform && <Pill tone="neutral">{products[account.serverKind]}</Pill>}
      <LabelPill label={environments[account.environment]} />
      {account.archivedAt ? (
        <Pill tone="neutral">{t`Archived`}</Pill>
      ) : (
        <>
          {!account.loginEnabled && <Pill tone="bad">{t`Sign-in blocked`}</Pill>}
          {!account.tradingEnabled && <Pill tone="warn">{t`Trading blocked`}</Pill>}
        </>
      )}
    </span>
  );
}
