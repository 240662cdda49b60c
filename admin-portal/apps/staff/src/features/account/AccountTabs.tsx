import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import classes from "./Account.module.css";

/** The two pages of one's own account. */
export function AccountTabs() {
  const { t } = useLingui();
  return (
    <nav className={classes.tabs} aria-label={t`Your account`}>
      <Link to="/account" activeOptions={{ exact: true }} className={classes.tab}>
        <Trans>Profile</Trans>
      </Link>
      <Link to="/account/security" className={classes.tab}>
        <Trans>Security and sessions</Trans>
      </Link>
    </nav>
  );
}
