import { Trans, useLingui } from "@lingui/react/macro";
import { count } from "../../app/format.ts";
import type { ClientImport } from "./documents.ts";
import classes from "./Imports.module.css";

/** How many new clients each person gets. */
export function Shares({ assignment: { mode, shares }, done }: Pick<ClientImport, "assignment"> & { done?: boolean }) {
  const { t } = useLingui();
  if (mode === "NOBODY") {
    return (
      <p className={classes.about}>
        <Trans>New clients have no owner.</Trans>
      </p>
    );
  }
  if (shares.length === 0) return null;
  return (
    <section className={classes.sharing} aria-labelledby="import-shares">
      <h3 id="import-shares" className={classes.small}>
        {done ? <Trans>New clients went to</Trans> : <Trans>New clients go to</Trans>}
      </h3>
      <ul className={classes.shares} aria-label={t`How many each gets`}>
        {shares.map(({ owner, count: share }) => (
          <li key={owner.id}>
            {owner.name} <b>{count(share, false)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}
