import { Trans } from "@lingui/react/macro";
import { IconClockExclamation } from "@tabler/icons-react";
import { exactTime } from "../../app/format.ts";
import { age } from "../../app/preciseTime.ts";
import classes from "./Age.module.css";
import { useNow } from "./useNow.ts";

/** How old a figure of a trading server is. From `staleAfter` seconds on it says that it is old, not by colour alone. */
export function Age({ at, staleAfter }: { at: string; staleAfter: number }) {
  const now = useNow();
  const stale = now - Date.parse(at) > staleAfter * 1000;
  return (
    <span className={classes.age} data-stale={stale || undefined}>
      {stale && <IconClockExclamation size={14} stroke={1.8} aria-hidden />}
      <time dateTime={at} title={exactTime(at)}>
        {age(at, now)}
      </time>
      {stale && (
        <span className={classes.word}>
          <Trans>old</Trans>
        </span>
      )}
    </span>
  );
}
