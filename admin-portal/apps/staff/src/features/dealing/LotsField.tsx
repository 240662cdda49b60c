import { useLingui } from "@lingui/react/macro";
import { Button, TextInput } from "@mantine/core";
import { amount } from "../../app/format.ts";
import classes from "./Dealing.module.css";
import { lotsProblem, share, units } from "./decimals.ts";
import type { TradeTicket } from "./documents.ts";

interface LotsFieldProps {
  value: string;
  onChange: (lots: string) => void;
  ticket: Pick<TradeTicket, "lotsMin" | "lotsMax" | "lotsStep"> | undefined;
  /** Of a position: no more than it has, with buttons for parts of it. */
  of?: string;
  error?: string | undefined;
  autoFocus?: boolean;
}

const parts = [25, 50, 75, 100];

/** What may be typed as lots: of a position, or as the symbol allows. A server that does not say its most says 0. */
export const lotsLimits = (ticket: Pick<TradeTicket, "lotsMin" | "lotsMax" | "lotsStep">, of?: string) => ({
  most: of ?? (units(ticket.lotsMax) === 0n ? undefined : ticket.lotsMax),
  least: ticket.lotsMin,
  step: ticket.lotsStep,
});

/** Lots, checked against the symbol's least, most and step. */
export function LotsField({ autoFocus, error, of, onChange, ticket, value }: LotsFieldProps) {
  const { t } = useLingui();
  const limits = ticket && lotsLimits(ticket, of);
  const problem = limits && value.trim() !== "" ? lotsProblem(value, limits) : undefined;
  const problems = {
    none: t`Digits, and a point before the decimals.`,
    too_much: limits?.most ? t`At most ${amount(limits.most)}.` : "",
    too_little: limits ? t`At least ${amount(limits.least)}.` : "",
    step: limits ? t`In steps of ${amount(limits.step)}.` : "",
  };
  return (
    <div>
      <TextInput
        label={t`Lots`}
        description={of ? t`The position has ${amount(of)}.` : undefined}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error ?? (problem && problems[problem])}
        dir="ltr"
        inputMode="decimal"
        autoComplete="off"
        maxLength={24}
        {...(autoFocus ? { "data-autofocus": true } : {})}
      />
      {of && limits && (
        <div className={classes.parts} role="group" aria-label={t`Part of the position`}>
          {parts.map((percent) => {
            const lots = share(of, percent, limits.step, limits.least);
            return (
              <Button
                key={percent}
                variant="default"
                size="compact-xs"
                aria-pressed={lots === value}
                disabled={lots === undefined}
                onClick={() => lots !== undefined && onChange(lots)}
              >
                {percent} %
              </Button>
            );
          })}
        </div>
      )}
    </div>
  );
}
