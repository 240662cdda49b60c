import { useLingui } from "@lingui/react/macro";
import { count } from "../../app/format.ts";
import classes from "./TeamBoard.module.css";

/** What was done of what is expected, with a bar; only what was done where nothing is expected. */
export function Reached({ done, of }: { done: number; of: number }) {
  const { t } = useLingui();
  if (!of) return <>{count(done, false)}</>;
  const told = t`${count(done, false)} of ${count(of, false)}`;
  return (
    <span className={classes.reached} data-reached={done >= of || undefined}>
      {told}
      <span className={classes.track} aria-hidden>
        <span style={{ inlineSize: `${Math.min(100, (done / of) * 100)}%` }} />
      </span>
    </span>
  );
}
