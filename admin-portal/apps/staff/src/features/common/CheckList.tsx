import { Trans, useLingui } from "@lingui/react/macro";
import { Loader } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconX } from "@tabler/icons-react";
import { atHome } from "../../app/format.ts";
import classes from "./CheckList.module.css";

const icons = { GOOD: IconCheck, MIND: IconAlertTriangle, REFUSED: IconX };

interface Check {
  outcome: keyof typeof icons;
  text: string;
}

/** What the server checked, in its words. */
export function CheckList({ checks }: { checks: readonly Check[] }) {
  const { t } = useLingui();
  const names = { GOOD: t`Good`, MIND: t`Mind`, REFUSED: t`Stands against it` };
  return (
    <ul className={classes.checks} aria-label={t`Checks`}>
      {checks.map((check) => {
        const Icon = icons[check.outcome];
        return (
          <li key={check.text} data-outcome={check.outcome}>
            <Icon size={15} aria-label={names[check.outcome]} role="img" />
            {atHome(check.text)}
          </li>
        );
      })}
    </ul>
  );
}

/** In place of the checks while they are read. */
export function AskingServer() {
  return (
    <div className={classes.waiting} role="status">
      <Loader size="sm" type="dots" aria-hidden />
      <Trans>Asking the trading server</Trans>
    </div>
  );
}
