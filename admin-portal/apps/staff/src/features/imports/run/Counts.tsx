import type { ImportOutcome } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { count } from "../../../app/format.ts";
import classes from "../Imports.module.css";

export interface Figure {
  outcome: ImportOutcome;
  name: string;
  value: number;
  about?: ReactNode;
}

interface CountsProps {
  label: string;
  figures: readonly Figure[];
  chosen: ImportOutcome | undefined;
  onChoose: (outcome: ImportOutcome | undefined) => void;
}

/** Exact figures; each opens the rows behind it. */
export function Counts({ label, figures, chosen, onChoose }: CountsProps) {
  return (
    <fieldset className={classes.counts} aria-label={label}>
      {figures.map(({ about, name, outcome, value }) => {
        const pressed = outcome === chosen;
        return (
          <button
            key={outcome}
            type="button"
            className={classes.count}
            data-outcome={outcome}
            aria-pressed={pressed}
            disabled={value === 0}
            onClick={() => onChoose(pressed ? undefined : outcome)}
          >
            <span className={classes.countName}>{name}</span>
            <span className={classes.countValue}>{count(value, false)}</span>
            <span className={classes.countAbout}>{about ?? " "}</span>
          </button>
        );
      })}
    </fieldset>
  );
}

interface Numbers {
  create: number;
  update: number;
  skip: number;
  error: number;
  repeats: number;
}

/** The four things that become of rows, in one wording for what would be and what was. */
export function useFigures(counts: Numbers, before: boolean, stopped = false): readonly Figure[] {
  const { t } = useLingui();
  const { create, error, repeats, skip, update } = counts;
  return [
    { outcome: "CREATE", value: create, name: before ? t`New clients` : t`Clients made` },
    { outcome: "UPDATE", value: update, name: before ? t`Clients to change` : t`Clients changed` },
    {
      outcome: "SKIP",
      value: skip,
      name: t`Rows left out`,
      about: repeats > 0 ? <Trans>{count(repeats, false)} repeat an earlier row</Trans> : undefined,
    },
    {
      outcome: "ERROR",
      value: error,
      name: before ? t`Rows with mistakes` : stopped ? t`Rows not written` : t`Rows that failed`,
    },
  ];
}
