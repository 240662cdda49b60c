import { useLingui } from "@lingui/react/macro";
import { IconCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ClientImport } from "./documents.ts";
import classes from "./Imports.module.css";
import { stepNames } from "./labels.ts";
import { type ImportStep, openSteps, steps } from "./view.ts";

/** Where one is, what is behind and what is to come; what can be opened is a link. */
export function StepNav({ found, step }: { found: Pick<ClientImport, "id" | "state">; step: ImportStep }) {
  const { t, i18n } = useLingui();
  const open = openSteps(found.state);
  const now = steps.indexOf(step);
  return (
    <nav aria-label={t`Steps of the import`}>
      <ol className={classes.steps}>
        {steps.map((each, at) => {
          const name = i18n._(stepNames[each]);
          const mark = (
            <>
              <span className={classes.stepMark}>
                {at < now ? <IconCheck size={13} stroke={2.4} aria-label={t`Done`} role="img" /> : at + 1}
              </span>
              {name}
            </>
          );
          const state = at === now ? "now" : at < now ? "done" : "later";
          return (
            <li key={each} data-state={state}>
              {open.includes(each) ? (
                <Link
                  to="/imports/$id"
                  params={{ id: found.id }}
                  search={{ step: each }}
                  className={classes.step}
                  aria-current={at === now ? "step" : undefined}
                >
                  {mark}
                </Link>
              ) : (
                <span className={classes.step}>{mark}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
