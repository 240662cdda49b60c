import { amount } from "../../app/format.ts";
import classes from "./Positions.module.css";

interface ProfitProps {
  value: string;
  currency?: string;
  /** Neither gain nor loss: only the sign. */
  plain?: boolean;
}

/** A gain or a loss: its sign says which, the colour repeats it. */
export function Profit({ value, currency, plain }: ProfitProps) {
  const zero = !/[1-9]/.test(value);
  const loss = value.startsWith("-") && !zero;
  return (
    <bdi dir="ltr" className={zero || plain ? undefined : loss ? classes.loss : classes.gain}>
      {zero || loss ? "" : "+"}
      {amount(zero ? value.replace(/^-/, "") : value)}
      {currency && ` ${currency}`}
    </bdi>
  );
}
