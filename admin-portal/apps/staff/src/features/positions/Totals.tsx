import { Trans } from "@lingui/react/macro";
import { DemoMark } from "./DemoMark.tsx";
import type { CurrencyProfit } from "./documents.ts";
import { Profit } from "./Profit.tsx";

/** What all positions of a filter come to, by currency: neither different currencies nor real and play money are added. */
export function Totals({ totals }: { totals: readonly CurrencyProfit[] }) {
  return totals.map(({ currency, environment, profit, swap }) => (
    <span key={`${environment} ${currency}`}>
      <DemoMark environment={environment} /> <b>{currency}</b>{" "}
      <Trans>
        profit <Profit value={profit} />, swap <Profit value={swap} />
      </Trans>
    </span>
  ));
}
