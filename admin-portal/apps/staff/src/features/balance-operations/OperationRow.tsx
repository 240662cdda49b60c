import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ago, exactTime } from "../../app/format.ts";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { useViewer } from "../../app/viewer.tsx";
import { LabelPill } from "../clients/Pill.tsx";
import { type Decision, DecisionSteps } from "../common/Decision.tsx";
import { FindOut } from "../common/FindOut.tsx";
import { tableClasses } from "../common/Table.tsx";
import { DemoMark } from "../positions/DemoMark.tsx";
import { Amount } from "../trading-accounts/Figures.tsx";
import { signed } from "./asked.ts";
import classes from "./BalanceOperations.module.css";
import { type BalanceOperation, FindOutBalanceOperationDocument } from "./documents.ts";
import { balanceStates, kindNames } from "./labels.ts";
import { tellOutcome } from "./outcome.ts";

interface OperationRowProps {
  operation: BalanceOperation;
  onDecide: (decision: Decision) => void;
}

export function OperationRow({ operation, onDecide }: OperationRowProps) {
  const { i18n } = useLingui();
  const { client, currency, deal, decidedBy, kind, login, reason, requestedAt, requestedBy, said, state } = operation;
  return (
    <tr>
      <th scope="row" className={tableClasses.nowrap}>
        {i18n._(kindNames[kind])}
        <span className={tableClasses.second}>
          <time dateTime={requestedAt} title={exactTime(requestedAt)}>
            {ago(requestedAt)}
          </time>
        </span>
      </th>
      <td className={`${tableClasses.number} ${tableClasses.nowrap}`}>
        <Amount value={signed(operation)} currency={currency} />
      </td>
      <td>
        <Anchor
          size="sm"
          renderRoot={(props: object) => (
            <Link to="/clients/$id" params={{ id: client.id }} search={{ tab: "accounts" }} {...props} />
          )}
        >
          {client.name}
        </Anchor>
        <span className={tableClasses.second}>
          <bdi dir="ltr">{login}</bdi> <DemoMark environment={operation.environment} /> · {operation.serverName}
        </span>
      </td>
      <td>
        <LabelPill label={balanceStates[state]} />
        {said && <span className={classes.words}>{said}</span>}
        {deal && (
          <span className={tableClasses.second}>
            <Trans>
              deal <bdi dir="ltr">{deal}</bdi>
            </Trans>
          </span>
        )}
      </td>
      <td>
        {requestedBy?.name ?? "–"}
        {decidedBy && (
          <span className={tableClasses.second}>
            <Trans>decided by {decidedBy.name}</Trans>
          </span>
        )}
      </td>
      <td>
        <span className={classes.words}>{reason}</span>
      </td>
      <td className={tableClasses.end}>
        <Steps operation={operation} onDecide={onDecide} />
      </td>
    </tr>
  );
}

/** What can be done with an operation where it stands now. */
function Steps({ operation, onDecide }: OperationRowProps) {
  const { i18n } = useLingui();
  const { can } = useViewer();
  const { run, busy } = useAction(FindOutBalanceOperationDocument, (data) => data.findOutBalanceOperation);
  const { approvable, approveReason, id, kind, login, mine, state } = operation;
  const named = `${i18n._(kindNames[kind])}, ${login}`;
  const findOut = async () => {
    const outcome = await run({ id });
    const against = outcome.done ? tellOutcome(outcome.payload.operation) : outcome.errors;
    if (against[0]) toast.failed(against[0].message);
  };
  if (state === "UNKNOWN" || state === "SENDING") {
    return (
      <FindOut
        named={named}
        may={can("balance.adjust") || can("balance.approve")}
        busy={busy}
        onFindOut={() => void findOut()}
      />
    );
  }
  if (state !== "REQUESTED") return null;
  return (
    <DecisionSteps
      named={named}
      mine={mine}
      mayDecline={can("balance.approve")}
      approvable={approvable}
      approveReason={approveReason}
      onDecide={onDecide}
    />
  );
}
