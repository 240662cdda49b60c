import { Trans, useLingui } from "@lingui/react/macro";
import { amount } from "../../app/format.ts";
import { Age } from "../common/Age.tsx";
import classes from "./Dealing.module.css";
import { points } from "./decimals.ts";
import type { TradeTicket } from "./documents.ts";

/** Seconds after which a price counts as old. */
const staleAfter = 10;

/** The prices now, with their age; the one that is dealt at is framed and says so. */
export function Quotes({ ticket, used }: { ticket: TradeTicket; used?: "bid" | "ask" | undefined }) {
  const { t } = useLingui();
  const spread = points(ticket.bid, ticket.ask, ticket.point);
  const quote = (which: "bid" | "ask", name: string) => (
    <div className={classes.quote} data-used={used === which || undefined}>
      <small>{used === which ? t`${name}, yours` : name}</small>
      <bdi dir="ltr">{ticket[which] ? amount(ticket[which]) : "–"}</bdi>
    </div>
  );
  return (
    <div className={classes.quotes} role="group" aria-label={t`Prices of ${ticket.symbol}`}>
      {quote("bid", t`Bid`)}
      {quote("ask", t`Ask`)}
      <span className={classes.quoteAge}>
        {ticket.quotedAt ? <Age at={ticket.quotedAt} staleAfter={staleAfter} /> : <Trans>No price</Trans>}
        {spread !== undefined && (
          <span style={{ display: "block" }}>
            <Trans>spread {spread}</Trans>
          </span>
        )}
      </span>
    </div>
  );
}
