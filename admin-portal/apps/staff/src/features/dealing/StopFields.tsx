import { useLingui } from "@lingui/react/macro";
import { type ActionErrors, errorAt } from "../../app/useAction.ts";
import classes from "./Dealing.module.css";
import type { TradeTicket } from "./documents.ts";
import { levelOf, PriceField } from "./PriceField.tsx";

export interface Stops {
  stopLoss: string;
  takeProfit: string;
}

interface StopFieldsProps {
  stops: Stops;
  onChange: (stops: Stops) => void;
  digits: number;
  ticket: TradeTicket | undefined;
  from: string | null | undefined;
  errors: ActionErrors;
  autoFocus?: boolean;
}

/** Stop loss and take profit; an empty one is none. */
export function StopFields({ autoFocus, digits, errors, from, onChange, stops, ticket }: StopFieldsProps) {
  const { t } = useLingui();
  const field = (part: keyof Stops, label: string, first: boolean) => (
    <PriceField
      label={label}
      value={stops[part]}
      onChange={(price) => onChange({ ...stops, [part]: price })}
      digits={digits}
      from={from}
      point={ticket?.point}
      error={errorAt(errors, part)}
      autoFocus={first && (autoFocus ?? false)}
    />
  );
  return (
    <div className={classes.pair}>
      {field("stopLoss", t`Stop loss`, true)}
      {field("takeProfit", t`Take profit`, false)}
    </div>
  );
}

/** Both levels as they are sent; undefined while one of them is no price. */
export function stopsOf(stops: Stops, digits: number) {
  const [loss, profit] = [levelOf(stops.stopLoss, digits), levelOf(stops.takeProfit, digits)];
  return loss && profit && { stopLoss: loss.price, takeProfit: profit.price };
}
