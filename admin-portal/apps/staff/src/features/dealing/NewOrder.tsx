import type { PendingKind, TradeSide } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { SegmentedControl, Select } from "@mantine/core";
import { useState } from "react";
import { useZone } from "../../app/preferences.ts";
import { errorAt } from "../../app/useAction.ts";
import { pendingKinds, sides } from "../positions/labels.ts";
import { DealDialog, type Wanted } from "./DealDialog.tsx";
import classes from "./Dealing.module.css";
import { lotsProblem, priceOf } from "./decimals.ts";
import type { TradeTicket } from "./documents.ts";
import { ExpiryField, expiryOf } from "./ExpiryField.tsx";
import { LotsField, lotsLimits } from "./LotsField.tsx";
import { PriceField } from "./PriceField.tsx";
import { StopFields, stopsOf } from "./StopFields.tsx";
import { SymbolField } from "./SymbolField.tsx";

/** Dealt at once, or an order that waits for its price. */
type Kind = "MARKET" | PendingKind;

interface NewOrderProps {
  account: { id: string; login: string };
  /** Already chosen, where it is known. */
  symbol?: string;
  onClose: () => void;
}

/** A new position at the price now, or a pending order. */
export default function NewOrder({ account, symbol: given, onClose }: NewOrderProps) {
  const { t, i18n } = useLingui();
  const zone = useZone();
  const [symbol, setSymbol] = useState(given);
  const [kind, setKind] = useState<Kind>("MARKET");
  const [side, setSide] = useState<TradeSide>("BUY");
  const [lots, setLots] = useState("");
  const [price, setPrice] = useState("");
  const [trigger, setTrigger] = useState("");
  const [stops, setStops] = useState({ stopLoss: "", takeProfit: "" });
  const [expiry, setExpiry] = useState("");
  const market = kind === "MARKET";
  const hasTrigger = kind.endsWith("STOP_LIMIT");
  const buys = market ? side === "BUY" : kind.startsWith("BUY");
  const wanted = (ticket: TradeTicket): Wanted | undefined => {
    const levels = stopsOf(stops, ticket.digits);
    if (!levels || lotsProblem(lots, lotsLimits(ticket)) !== undefined) return undefined;
    const whole = { symbol: ticket.symbol, lots: lots.trim(), ...levels };
    if (market) return { ...whole, side };
    const [asked, triggered] = [priceOf(price, ticket.digits), priceOf(trigger, ticket.digits)];
    const expiresAt = expiryOf(expiry, zone);
    if (!asked || expiresAt === undefined || (hasTrigger && !triggered)) return undefined;
    return {
      ...whole,
      pendingKind: kind,
      price: asked,
      priceTrigger: hasTrigger ? (triggered ?? null) : null,
      expiresAt,
    };
  };
  return (
    <DealDialog
      title={t`New order for ${account.login}`}
      verb={market ? buys ? <Trans>Buy</Trans> : <Trans>Sell</Trans> : <Trans>Place order</Trans>}
      kind={market ? "OPEN" : "PLACE_ORDER"}
      accountId={account.id}
      target={symbol === undefined ? undefined : { symbol }}
      used={market ? (buys ? "ask" : "bid") : undefined}
      wanted={wanted}
      fields={["symbol", "lots", "price", "priceTrigger", "stopLoss", "takeProfit", "expiresAt", "side", "pendingKind"]}
      onClose={onClose}
    >
      {(ticket, errors) => {
        const digits = ticket?.digits ?? 8;
        const from = buys ? ticket?.ask : ticket?.bid;
        return (
          <>
            <div className={classes.pair}>
              <SymbolField
                accountId={account.id}
                value={symbol}
                onChange={setSymbol}
                error={errorAt(errors, "symbol")}
              />
              <Select
                label={t`Kind`}
                data={[
                  { value: "MARKET", label: t`At the price now` },
                  ...(ticket?.pendingKinds ?? []).map((each) => ({ value: each, label: i18n._(pendingKinds[each]) })),
                ]}
                value={kind}
                onChange={(value) => value && setKind(value as Kind)}
                error={errorAt(errors, "pendingKind")}
                allowDeselect={false}
                comboboxProps={{ shadow: "md" }}
              />
            </div>
            {market && (
              <SegmentedControl
                fullWidth
                aria-label={t`Side`}
                data={Object.entries(sides).map(([value, { text }]) => ({ value, label: i18n._(text) }))}
                value={side}
                onChange={(value) => setSide(value as TradeSide)}
              />
            )}
            <div className={classes.pair}>
              <LotsField value={lots} onChange={setLots} ticket={ticket} error={errorAt(errors, "lots")} />
              {!market && (
                <PriceField
                  label={hasTrigger ? t`Limit price` : t`Price`}
                  value={price}
                  onChange={setPrice}
                  digits={digits}
                  from={from}
                  point={ticket?.point}
                  error={errorAt(errors, "price")}
                />
              )}
            </div>
            {hasTrigger && (
              <PriceField
                label={t`Becomes a limit order at`}
                value={trigger}
                onChange={setTrigger}
                digits={digits}
                error={errorAt(errors, "priceTrigger")}
              />
            )}
            <StopFields
              stops={stops}
              onChange={setStops}
              digits={digits}
              ticket={ticket}
              from={market ? from : price}
              errors={errors}
            />
            {!market && <ExpiryField value={expiry} onChange={setExpiry} error={errorAt(errors, "expiresAt")} />}
          </>
        );
      }}
    </DealDialog>
  );
}
