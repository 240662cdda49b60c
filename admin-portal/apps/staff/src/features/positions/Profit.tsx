import { amount } from "../../app/format.ts";
import classes from "./Positions.module.css";

/** A gain or a loss: its sign says which, the colour repeats it. */
export function Profit({ value, currency }: { value: string; currency?: string }) {
  const zero = !/[1-9]/.test(value);
  const loss = value.startsWith("-") && !zero;
  return (
    <bdi dir="ltr" className={zero ? undefined : loss ? classes.loss : classes.gain}>
      {zero || loss ? "" : "+"}
      {amount(zero ? value.replace(/^-/, "") : value)}
      {currency && ` ${currency}`}
    </bdi>
  );
}
