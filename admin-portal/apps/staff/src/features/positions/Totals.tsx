import { Trans } from "@lingui/react/macro";
import type { CurrencyProfit } from "./documents.ts";
import { Profit } from "./Profit.tsx";

/** What all positions of a filter come to, by currency: amounts of different currencies are never added. */
export function Totals({ totals }: { totals: readonly CurrencyProfit[] }) {
  return totals.map(({ currency, profit, swap }) => (
    <span key={currency}>
      <b>{currency}</b>{" "}
      <Trans>
        profit <Profit value={profit} />, swap <Profit value={swap} />
      </Trans>
    </span>
  ));
}
