import { Trans, useLingui } from "@lingui/react/macro";
import { Pill } from "../clients/Pill.tsx";
import { Table, tableClasses } from "../common/Table.tsx";
import { differenceName, levels } from "../roles/labels.ts";
import type { Act, Explanation } from "./documents.ts";
import classes from "./Why.module.css";

/** What else the person may do with this client, its accounts and its money. */
export function ActTable({ answer }: { answer: Explanation }) {
  const { t } = useLingui();
  return (
    <>
      <h3 className={classes.section}>
        <Trans>What can be done</Trans>
      </h3>
      <Table label={t`What can be done`}>
        <thead>
          <tr>
            <th scope="col">{t`Permission`}</th>
            <th scope="col">{t`For this client`}</th>
            <th scope="col">{t`Roles`}</th>
          </tr>
        </thead>
        <tbody>
          {answer.acts.map((act) => (
            <tr key={act.permission}>
              <th scope="row" className={classes.act}>
                {differenceName(`grant ${act.permission}`)}
                <span className={tableClasses.second}>{act.sentence}</span>
              </th>
              <td>
                <Pill tone={act.may ? "good" : "neutral"}>{act.may ? t`Yes` : t`No`}</Pill>
              </td>
              <td>
                <Words act={act} />
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}

function Words({ act }: { act: Act }) {
  const { i18n } = useLingui();
  if (act.deniedBy.length > 0) {
    const names = act.deniedBy.map((role) => role.name).join(", ");
    return <Trans>Denied by {names}</Trans>;
  }
  if (act.grants.length === 0) return <span className={tableClasses.dimmed}>–</span>;
  return act.grants.map((grant) => (
    <div key={grant.role.id}>
      {grant.role.name}{" "}
      <span className={tableClasses.dimmed}>
        ({i18n._(levels[grant.reach])}
        {!grant.holds && (
          <>
            , <Trans>beyond reach</Trans>
          </>
        )}
        )
      </span>
    </div>
  ));
}
