import { Trans, useLingui } from "@lingui/react/macro";
import { SegmentedControl, Title } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { count } from "../../app/format.ts";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { useViewer } from "../../app/viewer.tsx";
import { Table, tableClasses } from "../common/Table.tsx";
import { useKept } from "../common/useKept.ts";
import { useNow } from "../common/useNow.ts";
import { useRefresh } from "../common/useRefresh.ts";
import { TeamBoardDocument } from "./documents.ts";
import { type Span, spanOf } from "./span.ts";
import classes from "./TeamBoard.module.css";

const refreshSeconds = 15;
/** The day turns within this long. */
const look = 60_000;

/** What each person did today or this week, and what is overdue; read again every few seconds. */
export function Board() {
  const { t } = useLingui();
  const { viewer, can } = useViewer();
  const zone = viewer.preferences.timeZone || viewer.broker.timeZone;
  const [span, setSpan] = useState<Span>("today");
  const now = Math.floor(useNow() / look) * look;
  const variables = spanOf(span, now, zone);
  const [{ data, error }, execute] = useQuery({
    query: TeamBoardDocument,
    variables,
    requestPolicy: "cache-and-network",
  });
  useRefresh(execute, refreshSeconds);
  const rows = useKept(data, JSON.stringify(variables))?.teamBoard;
  const money = can("balance.view");
  return (
    <div className={classes.section}>
      <div className={classes.head}>
        <Title order={2} size="h5">
          <Trans>Who did what</Trans>
        </Title>
        <SegmentedControl
          size="xs"
          aria-label={t`Which days`}
          value={span}
          onChange={(value) => setSpan(value as Span)}
          data={[
            { value: "today", label: t`Today` },
            { value: "week", label: t`This week` },
          ]}
        />
      </div>
      {rows === undefined ? (
        error ? (
          <ErrorState error={error} onRetry={() => execute({ requestPolicy: "network-only" })} />
        ) : (
          <Loading />
        )
      ) : rows.length === 0 ? (
        <EmptyState title={<Trans>Nobody works in your teams</Trans>} />
      ) : (
        <Table label={t`Who did what`}>
          <thead>
            <tr>
              <th scope="col">{t`Name`}</th>
              <th scope="col">{t`Team`}</th>
              <th scope="col" className={tableClasses.number}>{t`Contacts`}</th>
              {money && <th scope="col" className={tableClasses.number}>{t`First deposits`}</th>}
              <th scope="col" className={tableClasses.number}>{t`Overdue`}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ contacts, conversions, overdue, staff, team }) => (
              <tr key={staff.id}>
                <th scope="row">{staff.name}</th>
                <td>{team}</td>
                <td className={tableClasses.number}>{count(contacts, false)}</td>
                {money && <td className={tableClasses.number}>{count(conversions ?? 0, false)}</td>}
                <td className={tableClasses.number} data-late={overdue > 0 || undefined}>
                  {count(overdue, false)}
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      <p className={classes.about}>
        <Trans>
          Contacts are clients of whom an outcome was recorded; first deposits are those of the clients that the person
          owns; overdue is what is given to the person and was due before now.
        </Trans>
      </p>
    </div>
  );
}
