import { useLingui } from "@lingui/react/macro";
import { ago, amount, dateTime } from "../../../app/format.ts";
import { useViewer } from "../../../app/viewer.tsx";
import { Age } from "../../common/Age.tsx";
import { isOld, staleAfter } from "../../trading-accounts/Figures.tsx";
import type { ClientFigures } from "./documents.ts";
import classes from "./Figures.module.css";
import { useClientFigures } from "./useClientFigures.ts";

export type Figure = "accounts" | "equity" | "balance" | "lastDeposit" | "openPositions";

/** What a cell of the list says of one figure. */
function told(figures: ClientFigures, figure: Figure): string | undefined {
  const money = (of: "balance" | "equity") =>
    figures.sums.map((sum) => `${amount(sum[of])} ${sum.currency}`).join(" · ") || undefined;
  switch (figure) {
    case "accounts":
      return String(figures.accounts);
    case "equity":
    case "balance":
      return money(figure);
    case "lastDeposit":
      return figures.lastDepositAt ? ago(figures.lastDepositAt) : undefined;
    case "openPositions":
      return figures.openPositions == null ? undefined : String(figures.openPositions);
  }
}

/** What comes from trading servers and is as old as their feeds. */
const aging: readonly Figure[] = ["equity", "balance", "openPositions"];

/** A client's figure in the list, read for all rows on screen at once, with its age and whether it is old. */
export function FigureCell({ id, figure }: { id: string; figure: Figure }) {
  const { can } = useViewer();
  return can("balance.view") && can("trading_account.view") ? <Known id={id} figure={figure} /> : <None />;
}

function Known({ id, figure }: { id: string; figure: Figure }) {
  const { t } = useLingui();
  const figures = useClientFigures(id);
  const text = figures && told(figures, figure);
  if (!figures || text === undefined) return <None />;
  const read = figures.asOf ? t`As of ${dateTime(figures.asOf)}` : undefined;
  const title = figure === "lastDeposit" && figures.lastDepositAt ? dateTime(figures.lastDepositAt) : read;
  return (
    <span className={classes.aged}>
      <bdi dir="ltr" className={classes.figure} title={title}>
        {text}
      </bdi>
      {figures.asOf && aging.includes(figure) && (
        <span className={classes.small}>
          <Age at={figures.asOf} staleAfter={staleAfter} old={isOld(figures.feedState)} narrow />
        </span>
      )}
    </span>
  );
}

const None = () => <span className={classes.none}>–</span>;
