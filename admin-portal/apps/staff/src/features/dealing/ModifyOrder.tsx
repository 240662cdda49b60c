import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useZone } from "../../app/preferences.ts";
import { errorAt } from "../../app/useAction.ts";
import type { LiveOrder } from "../positions/documents.ts";
import { DealDialog, type Wanted } from "./DealDialog.tsx";
import classes from "./Dealing.module.css";
import { priceOf } from "./decimals.ts";
import { ExpiryField, expiryOf, expiryText } from "./ExpiryField.tsx";
import { OrderHead } from "./OrderHead.tsx";
import { PriceField } from "./PriceField.tsx";
import { StopFields, stopsOf } from "./StopFields.tsx";

interface ModifyOrderProps {
  order: LiveOrder;
  onClose: () => void;
}

/** Another price, other levels, another end. */
export default function ModifyOrder({ order: live, onClose }: ModifyOrderProps) {
  const { t } = useLingui();
  const zone = useZone();
  const [order] = useState(live);
  const { accountId, digits, kind, symbol, ticket: number } = order;
  const [price, setPrice] = useState(order.price);
  const [trigger, setTrigger] = useState(order.priceTrigger ?? "");
  const [stops, setStops] = useState({ stopLoss: order.stopLoss ?? "", takeProfit: order.takeProfit ?? "" });
  const [before] = useState(() => expiryText(order.expiresAt, zone));
  const [expiry, setExpiry] = useState(before);
  const hasTrigger = kind.endsWith("STOP_LIMIT");
  const wanted = (): Wanted | undefined => {
    const levels = stopsOf(stops, digits);
    const [asked, triggered] = [priceOf(price, digits), priceOf(trigger, digits)];
    // an end that was not touched stays to the second
    const expiresAt = expiry === before ? (order.expiresAt ?? null) : expiryOf(expiry, zone);
    if (!levels || !asked || expiresAt === undefined || (hasTrigger && !triggered)) return undefined;
    const next = { price: asked, priceTrigger: hasTrigger ? (triggered ?? null) : null, ...levels, expiresAt };
    const same = (Object.keys(next) as (keyof typeof next)[]).every((part) => next[part] === (order[part] ?? null));
    return same ? undefined : { ticket: number, ...next };
  };
  return (
    <DealDialog
      title={t`Modify the order in ${symbol} of ${order.client.name}`}
      verb={<Trans>Modify order</Trans>}
      kind="MODIFY_ORDER"
      accountId={accountId}
      target={{ ticket: number }}
      wanted={wanted}
      fields={["price", "priceTrigger", "stopLoss", "takeProfit", "expiresAt"]}
      onClose={onClose}
    >
      {(ticket, errors) => {
        const from = kind.startsWith("BUY") ? ticket?.ask : ticket?.bid;
        return (
          <>
            <OrderHead order={ticket?.orders.find((each) => each.ticket === number) ?? order} />
            <div className={classes.pair}>
              <PriceField
                label={hasTrigger ? t`Limit price` : t`Price`}
                value={price}
                onChange={setPrice}
                digits={digits}
                from={from}
                point={ticket?.point}
                error={errorAt(errors, "price")}
                autoFocus
              />
              {hasTrigger && (
                <PriceField
                  label={t`Becomes a limit order at`}
                  value={trigger}
                  onChange={setTrigger}
                  digits={digits}
                  error={errorAt(errors, "priceTrigger")}
                />
              )}
            </div>
            <StopFields
              stops={stops}
              onChange={setStops}
              digits={digits}
              ticket={ticket}
              from={price}
              errors={errors}
            />
            <ExpiryField value={expiry} onChange={setExpiry} error={errorAt(errors, "expiresAt")} />
          </>
        );
      }}
    </DealDialog>
  );
}
