import type { DealFilter } from "@brokerdesk/api";
import { Plural, Trans } from "@lingui/react/macro";
import { useQuery } from "urql";
import { amount } from "../../app/format.ts";
import { useKept } from "../common/useKept.ts";
import { DemoMark } from "../positions/DemoMark.tsx";
import { Profit } from "../positions/Profit.tsx";
import classes from "./Deals.module.css";
import { DealTotalsDocument } from "./documents.ts";
import { useDealNews } from "./useDealNews.ts";

/** What the deals of a filter come to, by currency: neither different currencies nor real and play money are added. */
export function DealTotals({ filter }: { filter: DealFilter }) {
  const [{ data }, execute] = useQuery({
    query: DealTotalsDocument,
    variables: { filter },
    requestPolicy: "cache-and-network",
  });
  useDealNews(filter, execute);
  const totals = useKept(data, JSON.stringify(filter))?.dealTotals ?? [];
  if (totals.length === 0) return null;
  return (
    <div className={classes.totals}>
      {totals.map(({ commission, currency, deals, deposits, environment, lots, profit, swap, withdrawals }) => (
        <span key={`${environment} ${currency}`}>
          <DemoMark environment={environment} /> <b>{currency}</b> <Plural value={deals} one="# deal" other="# deals" />
          ,{" "}
          <Trans>
            {amount(lots)} lots, profit <Profit value={profit} />, swap <Profit value={swap} />, commission{" "}
            <Profit value={commission} />, in <b>{amount(deposits)}</b>, out <b>{amount(withdrawals)}</b>
          </Trans>
        </span>
      ))}
    </div>
  );
}
