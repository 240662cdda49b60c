import { inBackground } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Group, SegmentedControl, Title, VisuallyHidden } from "@mantine/core";
import { IconTarget, IconUserShare } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useClient, useQuery } from "urql";
import { addDays, clockAt } from "../../app/days.ts";
import { count } from "../../app/format.ts";
import { useClientChanges } from "../../app/live.tsx";
import { useZone } from "../../app/preferences.ts";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { useViewer } from "../../app/viewer.tsx";
import { Table, tableClasses } from "../common/Table.tsx";
import { useKept } from "../common/useKept.ts";
import { useNow } from "../common/useNow.ts";
import { useRefresh } from "../common/useRefresh.ts";
import { useSoon } from "../common/useSoon.ts";
import { CoverDialog } from "./CoverDialog.tsx";
import { type BoardRow, TeamBoardDocument } from "./documents.ts";
import { Reached, useReached } from "./Reached.tsx";
import { type Span, spanOf } from "./span.ts";
import { TargetDialog } from "./TargetDialog.tsx";
import classes from "./TeamBoard.module.css";

/** What no news tell of: a task that falls due. */
const refreshSeconds = 15;
/** News come in bursts, and the board counts a whole floor: one reading for all of them. */
const calm = 1_000;
/** The day turns within this long. */
const look = 60_000;

/** What each person did today, this week or this month, of what is expected, and what is overdue; read again as news come. */
export function Board() {
  const { t } = useLingui();
  const { can, viewer } = useViewer();
  const zone = useZone();
  const urql = useClient();
  const [span, setSpan] = useState<Span>("today");
  const now = Math.floor(useNow() / look) * look;
  const [target, setTarget] = useState<BoardRow>();
  const { workingDays, ...variables } = spanOf(span, now, zone, viewer.preferences.weekStart);
  const [{ data, error }, execute] = useQuery({
    query: TeamBoardDocument,
    variables,
    requestPolicy: "cache-and-network",
  });
  useRefresh(execute, refreshSeconds);
  useClientChanges(useSoon(() => execute({ requestPolicy: "network-only", ...inBackground }), calm));
  const rows = useKept(data, JSON.stringify(variables))?.teamBoard;
  const [absent, setAbsent] = useState<string>();
  const days = {
    from: clockAt(variables.from, zone).slice(0, 10),
    to: addDays(clockAt(variables.before, zone).slice(0, 10), -1),
  };
  const [money, targets, covers] = [can("balance.view"), can("staff.target"), can("staff.cover")];
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
            { value: "month", label: t`This month` },
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
              {(targets || covers) && (
                <th scope="col">
                  <VisuallyHidden>{t`Actions`}</VisuallyHidden>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.staff.id}>
                <th scope="row">{row.staff.name}</th>
                <td>{row.team}</td>
                <td className={tableClasses.number}>
                  <Contacts
                    row={row}
                    days={days}
                    may={can("audit.view")}
                    of={(row.target.contactsADay ?? 0) * workingDays}
                  />
                </td>
                {money && (
                  <td className={tableClasses.number}>
                    <Conversions
                      row={row}
                      days={days}
                      of={span === "month" ? (row.target.firstDepositsAMonth ?? 0) : 0}
                    />
                  </td>
                )}
                <td className={tableClasses.number} data-late={row.overdue > 0 || undefined}>
                  {row.overdue > 0 && can("task.manage") ? (
                    <Link
                      to="/queue"
                      search={{ whose: "EVERYBODY", only: "overdue", of: row.staff.id }}
                      aria-label={t`Overdue of ${row.staff.name}: ${row.overdue}`}
                    >
                      {count(row.overdue, false)}
                    </Link>
                  ) : (
                    count(row.overdue, false)
                  )}
                </td>
                {(targets || covers) && (
                  <td className={tableClasses.end}>
                    <Group gap={4} justify="flex-end" wrap="nowrap">
                      {covers && row.staff.id !== viewer.staff.id && (
                        <Button
                          variant="subtle"
                          size="compact-sm"
                          leftSection={<IconUserShare size={16} aria-hidden />}
                          aria-label={t`Cover ${row.staff.name}`}
                          onClick={() => setAbsent(row.staff.id)}
                        >
                          <Trans>Cover</Trans>
                        </Button>
                      )}
                      {targets && (
                        <ActionIcon
                          variant="subtle"
                          size={26}
                          aria-label={t`Target of ${row.staff.name}`}
                          onClick={() => setTarget(row)}
                        >
                          <IconTarget size={16} aria-hidden />
                        </ActionIcon>
                      )}
                    </Group>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      <p className={classes.about}>
        <Trans>
          Contacts are clients of whom an outcome was recorded; first deposits are those of the clients that the person
          owns; overdue is what is given to the person and was due before now. Contacts are expected from Monday to
          Friday, first deposits in a whole month.
        </Trans>
      </p>
      {absent && <CoverDialog absent={absent} onClose={() => setAbsent(undefined)} />}
      {target && (
        <TargetDialog
          row={target}
          again={async () => {
            const answer = urql.query(TeamBoardDocument, variables, { requestPolicy: "network-only" });
            return (await answer.toPromise()).data?.teamBoard;
          }}
          onDone={() => execute({ requestPolicy: "network-only" })}
          onClose={() => setTarget(undefined)}
        />
      )}
    </div>
  );
}

interface NumberProps {
  row: BoardRow;
  days: { from: string; to: string };
  /** The target; 0 for none. */
  of: number;
}

/** The number of contacts, as a link to the outcomes that were recorded, for who may read the trail. */
function Contacts({ row, days, may, of }: NumberProps & { may: boolean }) {
  const { t } = useLingui();
  // the name of the link has what is seen in it, the target too
  const words = { told: useReached(row.contacts, of) };
  const shown = <Reached done={row.contacts} of={of} />;
  if (!may || row.contacts === 0) return shown;
  return (
    <Link
      to="/audit"
      search={{ action: "client.outcome_recorded", actor: row.staff.id, ...days }}
      aria-label={t`Contacts of ${row.staff.name}: ${words.told}`}
    >
      {shown}
    </Link>
  );
}

/** The number of first deposits, as a link to those that it counts. */
function Conversions({ row, days, of }: NumberProps) {
  const { t } = useLingui();
  const words = { told: useReached(row.conversions ?? 0, of) };
  const shown = <Reached done={row.conversions ?? 0} of={of} />;
  if (!row.conversions) return shown;
  return (
    <Link
      to="/balance-operations"
      search={{ tab: "history", flow: "first", owner: row.staff.id, ...days }}
      aria-label={t`First deposits of ${row.staff.name}: ${words.told}`}
    >
      {shown}
    </Link>
  );
}
