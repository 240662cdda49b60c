import { Plural, Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { ago, amount, exactTime } from "../../../app/format.ts";
import { useViewer } from "../../../app/viewer.tsx";
import { Age } from "../../common/Age.tsx";
import { Amount, isOld, staleAfter } from "../../trading-accounts/Figures.tsx";
import type { ClientFigures } from "./documents.ts";
import classes from "./Figures.module.css";
import { useClientFigures } from "./useClientFigures.ts";

interface MoneySectionProps {
  id: string;
  /** The card's own section and field. */
  section: (title: ReactNode, children: ReactNode) => ReactNode;
  field: (label: ReactNode, children: ReactNode) => ReactNode;
}

/** What the client has on live accounts, with its age; nothing where it is not the viewer's, or there is no account. */
export function MoneySection(props: MoneySectionProps) {
  const { can } = useViewer();
  return can("balance.view") && can("trading_account.view") ? <Known {...props} /> : null;
}

function Known({ id, section, field }: MoneySectionProps) {
  const figures = useClientFigures(id);
  if (!figures) return null;
  return section(
    <>
      <Trans>Money</Trans>
      {figures.asOf && (
        <span className={classes.age}>
          <Age at={figures.asOf} staleAfter={staleAfter} old={isOld(figures.feedState)} />
        </span>
      )}
    </>,
    <>
      {field(<Trans>Equity</Trans>, <Sums figures={figures} of="equity" />)}
      {field(<Trans>Balance</Trans>, <Sums figures={figures} of="balance" />)}
      {field(<Trans>Live accounts</Trans>, <Accounts figures={figures} />)}
      {field(
        <Trans>Last deposit</Trans>,
        figures.lastDepositAt && (
          <time dateTime={figures.lastDepositAt} title={exactTime(figures.lastDepositAt)}>
            {ago(figures.lastDepositAt)}
          </time>
        ),
      )}
      {figures.openPositions != null && field(<Trans>Open positions</Trans>, amount(String(figures.openPositions)))}
    </>,
  );
}

function Sums({ figures, of }: { figures: ClientFigures; of: "balance" | "equity" }) {
  if (figures.sums.length === 0) return <span className={classes.none}>–</span>;
  return figures.sums.map((sum) => (
    <div key={sum.currency}>
      <Amount value={sum[of]} currency={sum.currency} />
    </div>
  ));
}

function Accounts({ figures }: { figures: ClientFigures }) {
  const { accounts, unread } = figures;
  return (
    <>
      {accounts}
      {unread > 0 && (
        <span className={classes.age}>
          <Plural value={unread} one="# not read yet" other="# not read yet" />
        </span>
      )}
    </>
  );
}
