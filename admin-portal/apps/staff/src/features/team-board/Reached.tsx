import { useLingui } from "@lingui/react/macro";
import { count } from "../../app/format.ts";
import classes from "./TeamBoard.module.css";

/** What was done of what is expected, with a bar; only what was done where nothing is expected. */
export function Reached({ done, of }: { done: number; of: number }) {
  const told = useReached(done, of);
  if (!of) return <>{told}</>;
  return (
    <span className={classes.reached} data-reached={done >= of || undefined}>
      {told}
      <span className={classes.track} aria-hidden>
        <span style={{ inlineSize: `${Math.min(100, (done / of) * 100)}%` }} />
      </span>
    </span>
  );
}

/** What is shown of it in words; without a target the number alone. */
export function useReached(done: number, of: number): string {
  const { t } = useLingui();
  return of ? t`${count(done, false)} of ${count(of, false)}` : count(done, false);
}
