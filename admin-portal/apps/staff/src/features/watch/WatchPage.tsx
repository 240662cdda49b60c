import { Trans, useLingui } from "@lingui/react/macro";
import { Button, SegmentedControl, VisuallyHidden } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useQuery } from "urql";
import { clockAt } from "../../app/days.ts";
import { ago, count, dateTime } from "../../app/format.ts";
import { Instant } from "../../app/Instant.tsx";
import { Page } from "../../app/Page.tsx";
import { useZone } from "../../app/preferences.ts";
import { Allowed } from "../../app/rights.tsx";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { useViewer } from "../../app/viewer.tsx";
import { Table, tableClasses } from "../common/Table.tsx";
import { useKept } from "../common/useKept.ts";
import { useRefresh } from "../common/useRefresh.ts";
import { CloseAlert } from "./CloseAlert.tsx";
import { type WatchAlert, WatchAlertsDocument } from "./documents.ts";
import { watchKinds } from "./labels.ts";
import { Rules } from "./Rules.tsx";
import classes from "./Watch.module.css";

const page = 50;
const lookSeconds = 30;

/** Who read more than is usual, and what is usual. */
export function WatchPage() {
  const { t } = useLingui();
  return (
    <Page title={t`Alerts`} wide>
      <Allowed permission="audit.watch">
        <Alerts />
        <Rules />
      </Allowed>
    </Page>
  );
}

function Alerts() {
  const { t } = useLingui();
  const [open, setOpen] = useState(true);
  const [first, setFirst] = useState(page);
  const [closing, setClosing] = useState<WatchAlert>();
  const [{ data, error }, read] = useQuery({
    query: WatchAlertsDocument,
    variables: { open, first },
    requestPolicy: "cache-and-network",
  });
  const again = () => read({ requestPolicy: "network-only" });
  useRefresh(read, lookSeconds);
  const found = useKept(data)?.watchAlerts;
  return (
    <section className={classes.part} aria-label={t`Unusual reading`}>
      <div className={classes.head}>
        <p className={classes.about}>
          <Trans>
            Looked for every minute in the audit trail. An alert stays open until somebody else than the person it is
            about closes it.
          </Trans>
        </p>
        <SegmentedControl
          size="xs"
          aria-label={t`Which alerts`}
          value={open ? "open" : "closed"}
          onChange={(value) => {
            setOpen(value === "open");
            setFirst(page);
          }}
          data={[
            { value: "open", label: t`Open` },
            { value: "closed", label: t`Closed` },
          ]}
        />
      </div>
      {found === undefined && (error ? <ErrorState error={error} onRetry={again} /> : <Loading />)}
      {found?.edges.length === 0 && (
        <EmptyState title={open ? <Trans>No open alerts</Trans> : <Trans>No closed alerts</Trans>}>
          <Trans>Nobody read more than the thresholds below allow.</Trans>
        </EmptyState>
      )}
      {found && found.edges.length > 0 && (
        <Table label={t`Alerts`}>
          <thead>
            <tr>
              <th scope="col">{t`Who`}</th>
              <th scope="col">{t`What`}</th>
              <th scope="col" className={tableClasses.end}>{t`How many`}</th>
              <th scope="col">{t`When`}</th>
              <th scope="col">
                <VisuallyHidden>{t`Actions`}</VisuallyHidden>
              </th>
            </tr>
          </thead>
          <tbody>
            {found.edges.map(({ node }) => (
              <AlertRow key={node.id} alert={node} onClose={() => setClosing(node)} />
            ))}
          </tbody>
        </Table>
      )}
      {found?.pageInfo.hasNextPage && first < 200 && (
        <Button
          variant="default"
          className={classes.more ?? ""}
          onClick={() => setFirst((n) => Math.min(n + page, 200))}
        >
          <Trans>Show more</Trans>
        </Button>
      )}
      {closing && <CloseAlert alert={closing} onDone={again} onClose={() => setClosing(undefined)} />}
    </section>
  );
}

function AlertRow({ alert, onClose }: { alert: WatchAlert; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { viewer, can } = useViewer();
  const from = clockAt(alert.firstAt, useZone()).slice(0, 10);
  const { count: n, most, minutes } = alert;
  const own = alert.staff.id === viewer.staff.id;
  return (
    <tr>
      <th scope="row" className={tableClasses.nowrap}>
        {alert.staff.name}
      </th>
      <td>{i18n._(watchKinds[alert.kind])}</td>
      <td className={tableClasses.end}>
        <strong>{count(n, false)}</strong>{" "}
        <span className={tableClasses.dimmed}>
          <Trans>
            in {minutes} min, up to {most} are usual
          </Trans>
        </span>
      </td>
      <td className={tableClasses.nowrap}>
        <Instant at={alert.firstAt} />
        {alert.lastAt !== alert.firstAt && (
          <span className={tableClasses.dimmed}>
            {" "}
            <Instant at={alert.lastAt}>
              <Trans>last {ago(alert.lastAt)}</Trans>
            </Instant>
          </span>
        )}
      </td>
      <td className={`${tableClasses.end} ${tableClasses.nowrap}`}>
        {can("audit.view") && (
          <Link
            to="/audit"
            search={{ actor: alert.staff.id, action: alert.action, from }}
            className={classes.trail}
            aria-label={t`See the events of ${alert.staff.name} in the audit trail`}
          >
            <Trans>See the events</Trans>
          </Link>
        )}
        {alert.closedAt && alert.closedBy ? (
          <span className={tableClasses.dimmed}>
            <Instant at={alert.closedAt}>
              <Trans>
                closed by {alert.closedBy.name}, {dateTime(alert.closedAt)}
              </Trans>
            </Instant>
          </span>
        ) : own ? (
          <span className={tableClasses.dimmed}>
            <Trans>About you: somebody else closes it</Trans>
          </span>
        ) : (
          <Button
            variant="default"
            size="compact-sm"
            onClick={onClose}
            aria-label={t`Close the alert of ${alert.staff.name}`}
          >
            <Trans>Close</Trans>
          </Button>
        )}
      </td>
    </tr>
  );
}
