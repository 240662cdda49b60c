import { Trans } from "@lingui/react/macro";
import { IconClockExclamation } from "@tabler/icons-react";
import { exactTime } from "../../app/format.ts";
import { age } from "../../app/preciseTime.ts";
import classes from "./Age.module.css";
import { useNow } from "./useNow.ts";

interface AgeProps {
  at: string;
  /** From so many seconds on it is old. */
  staleAfter: number;
  /** What it comes from is known not to answer: it is old, whatever its age. */
  old?: boolean;
  /** In a narrow cell the mark alone says that it is old; its word is for screen readers. */
  narrow?: boolean;
}

/** How old a figure of a trading server is, and whether it is old, which is said not by colour alone. */
export function Age({ at, narrow = false, old = false, staleAfter }: AgeProps) {
  const now = useNow();
  const stale = old || now - Date.parse(at) > staleAfter * 1000;
  return (
    <span className={classes.age} data-stale={stale || undefined}>
      {stale && <IconClockExclamation size={14} stroke={1.8} aria-hidden />}
      <time dateTime={at} title={exactTime(at)}>
        {age(at, now)}
      </time>
      {stale && (
        <span className={narrow ? "visually-hidden" : classes.word}>
          <Trans>old</Trans>
        </span>
      )}
    </span>
  );
}
