import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useQuery } from "urql";
import { ago, exactTime } from "../../app/format.ts";
import { ReasonTooltip } from "../../app/rights.tsx";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { useViewer } from "../../app/viewer.tsx";
import { LabelPill } from "../clients/Pill.tsx";
import { ReasonDialog, useReasoned } from "../common/ReasonDialog.tsx";
import { Table, tableClasses } from "../common/Table.tsx";
import { useKept } from "../common/useKept.ts";
import { useRefresh } from "../common/useRefresh.ts";
import classes from "./BalanceOperations.module.css";
import { type BalanceFinding, BalanceFindingListDocument, CloseBalanceFindingDocument } from "./documents.ts";
import { findingKinds } from "./labels.ts";

const refreshSeconds = 30;

/** Differences between what is booked here and on the servers. While one is open, its account's money is frozen. */
export function Findings() {
  const { t } = useLingui();
  const [closing, setClosing] = useState<BalanceFinding>();
  const [{ data, error }, execute] = useQuery({
    query: BalanceFindingListDocument,
    requestPolicy: "cache-and-network",
  });
  useRefresh(execute, refreshSeconds);
  const reload = () => execute({ requestPolicy: "network-only" });
  const findings = useKept(data)?.balanceFindings;
  if (findings === undefined) return error ? <ErrorState error={error} onRetry={reload} /> : <Loading />;
  if (findings.length === 0) {
    return (
      <EmptyState title={<Trans>Both books say the same</Trans>}>
        <Trans>
          What is booked here is compared with the trading servers by itself. A difference would appear here.
        </Trans>
      </EmptyState>
    );
  }
  return (
    <>
      <p className={classes.about}>
        <Trans>While a difference is open, nothing moves money of its account without a second person.</Trans>
      </p>
      <Table label={t`Differences`}>
        <thead>
          <tr>
            <th scope="col">{t`Difference`}</th>
            <th scope="col">{t`Client, account`}</th>
            <th scope="col">{t`In words`}</th>
            <th scope="col">{t`Found`}</th>
            <th scope="col">
              <span className="visually-hidden">{t`Actions`}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {findings.map((finding) => (
            <FindingRow key={finding.id} finding={finding} onClose={() => setClosing(finding)} />
          ))}
        </tbody>
      </Table>
      {closing && <CloseFinding finding={closing} onConflict={reload} onClose={() => setClosing(undefined)} />}
    </>
  );
}

function FindingRow({ finding, onClose }: { finding: BalanceFinding; onClose: () => void }) {
  const { t } = useLingui();
  const { can } = useViewer();
  const { client, closedAt, closedBy, foundAt, login, said } = finding;
  const locked = can("balance.approve") ? undefined : t`Your role does not include this.`;
  return (
    <tr>
      <th scope="row">
        <LabelPill label={findingKinds[finding.kind]} />
      </th>
      <td>
        <Anchor
          size="sm"
          renderRoot={(props: object) => (
            <Link to="/clients/$id" params={{ id: client.id }} search={{ tab: "accounts" }} {...props} />
          )}
        >
          {client.name}
        </Anchor>
        <bdi dir="ltr" className={tableClasses.second}>
          {login}
        </bdi>
      </td>
      <td>{said}</td>
      <td className={tableClasses.nowrap}>
        <time dateTime={foundAt} title={exactTime(foundAt)}>
          {ago(foundAt)}
        </time>
      </td>
      <td className={tableClasses.end}>
        {closedAt ? (
          <span className={tableClasses.dimmed}>
            <Trans>
              Closed {ago(closedAt)} by {closedBy?.name ?? "–"}
            </Trans>
          </span>
        ) : (
          <ReasonTooltip reason={locked}>
            <Button
              variant="default"
              aria-disabled={locked ? true : undefined}
              data-disabled={locked ? true : undefined}
              aria-label={t`Close the difference of ${login}`}
              onClick={() => !locked && onClose()}
            >
              <Trans>Close</Trans>
            </Button>
          </ReasonTooltip>
        )}
      </td>
    </tr>
  );
}

interface CloseFindingProps {
  finding: BalanceFinding;
  onConflict: () => void;
  onClose: () => void;
}

function CloseFinding({ finding, onConflict, onClose }: CloseFindingProps) {
  const { t } = useLingui();
  const [{ id, login, said, version }] = useState(finding);
  const { run } = useAction(CloseBalanceFindingDocument, (data) => data.closeBalanceFinding);
  const step = useReasoned({
    run: (reason) => run({ input: { id, version, reason } }),
    onDone: () => {
      toast.done(t`The difference is closed`);
      onClose();
    },
    onConflict,
  });
  return (
    <ReasonDialog
      title={t`Close the difference of ${login}?`}
      consequence={
        <>
          {said} <Trans>Nothing is booked by closing it. With the last one of the account its money moves again.</Trans>
        </>
      }
      verb={<Trans>Close difference</Trans>}
      {...step}
      onClose={onClose}
    />
  );
}
