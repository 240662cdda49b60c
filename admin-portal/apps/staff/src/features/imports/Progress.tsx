import { Trans } from "@lingui/react/macro";
import { Progress as Bar } from "@mantine/core";
import { count } from "../../app/format.ts";
import classes from "./Imports.module.css";

interface Done {
  done: number;
  total: number;
}

function share({ done, total }: Done): number {
  return total > 0 ? Math.min(100, Math.floor((done * 100) / total)) : 0;
}

export function percent(progress: Done): string {
  return `${share(progress)} %`;
}

/** How far a job is: a bar, and the same in words. */
export function Progress({
  label,
  progress,
  stopped,
}: {
  label: string;
  progress: Done & { left: number | null };
  stopped?: boolean;
}) {
  const { done, left, total } = progress;
  const value = share(progress);
  return (
    <div className={classes.progress}>
      <Bar.Root size="lg">
        <Bar.Section
          value={total > 0 ? value : 100}
          striped={total === 0}
          animated={total === 0 && !stopped}
          // the kit's own words would call an unknown end 100 %
          withAria={false}
          role="progressbar"
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={total > 0 ? value : undefined}
          aria-valuetext={total > 0 ? percent(progress) : undefined}
          color={stopped ? "gray" : "brand"}
        />
      </Bar.Root>
      <p className={classes.progressWords}>
        <span>
          {total > 0 && (
            <Trans>
              {count(done, false)} of {count(total, false)} rows
            </Trans>
          )}
        </span>
        <span>{!stopped && left !== null && total > 0 && <TimeLeft seconds={left} />}</span>
      </p>
    </div>
  );
}

function TimeLeft({ seconds }: { seconds: number }) {
  if (seconds < 5) return <Trans>a few seconds left</Trans>;
  if (seconds < 90) return <Trans>about {seconds} seconds left</Trans>;
  return <Trans>about {Math.ceil(seconds / 60)} minutes left</Trans>;
}
