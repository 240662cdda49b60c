import { useLingui } from "@lingui/react/macro";
import { IconArrowDownRight, IconArrowUpRight, IconEqual } from "@tabler/icons-react";
import classes from "./Home.module.css";

/** More or less than before: a mark beside figures that say it exactly. Numbers here are for the mark only. */
export function Trend({ now, before }: { now: number; before: number }) {
  const { t } = useLingui();
  const [Mark, words] =
    now > before
      ? [IconArrowUpRight, t`more than before`]
      : now < before
        ? [IconArrowDownRight, t`less than before`]
        : [IconEqual, t`as before`];
  return <Mark size={15} className={classes.trend} role="img" aria-label={words} />;
}
