import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ago, amount, exactTime } from "../../app/format.ts";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { useViewer } from "../../app/viewer.tsx";
import { LabelPill } from "../clients/Pill.tsx";
import { type Decision, DecisionSteps } from "../common/Decision.tsx";
import { FindOut } from "../common/FindOut.tsx";
import { tableClasses } from "../common/Table.tsx";
import { DemoMark } from "../positions/DemoMark.tsx";
import { pendingKinds, sides } from "../positions/labels.ts";
import { ResultWords } from "./CommandResult.tsx";
import classes from "./Dealing.module.css";
import { FindOutTradeDocument, type TradeCommand } from "./documents.ts";
import { commandNames, commandStates, isOpen, permissionFor } from "./labels.ts";

interface CommandRowProps {
  command: TradeCommand;
  onDecide: (decision: Decision) => void;
}

export function CommandRow({ command, onDecide }: CommandRowProps) {
  const { i18n } = useLingui();
  const { client, decidedBy, kind, login, reason, requestedAt, requestedBy, said, state } = command;
  return (
    <tr>
      <th scope="row" className={tableClasses.nowrap}>
        {i18n._(commandNames[kind])}
        <span className={tableClasses.second}>
          <time dateTime={requestedAt} title={exactTime(requestedAt)}>
            {ago(requestedAt)}
          </time>
        </span>
      </th>
      <td>
        <CommandWords command={command} />
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
          <bdi dir="ltr">{login}</bdi> <DemoMark environment={command.environment} /> · {command.serverName}
        </span>
      </td>
      <td>
        <LabelPill label={commandStates[state]} />
        <span className={classes.words}>
          {state !== "REQUESTED" && !isOpen(state) && <ResultWords command={command} />}
          {said}
        </span>
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
        <Steps command={command} onDecide={onDecide} />
      </td>
    </tr>
  );
}

/** What is traded, in one line, and what it changes below. */
export function CommandWords({ command }: { command: TradeCommand }) {
  const { t, i18n } = useLingui();
  const { after, before, byTicket, lots, pendingKind, price, side, symbol, ticket } = command;
  const way = pendingKind ? i18n._(pendingKinds[pendingKind]) : side ? i18n._(sides[side].text) : undefined;
  const changes = (
    [
      [t`Lots`, before?.lots, after?.lots],
      [t`Price`, before?.price, after?.price],
      [t`Stop loss`, before?.stopLoss, after?.stopLoss],
      [t`Take profit`, before?.takeProfit, after?.takeProfit],
    ] as const
  ).filter(([, old, next]) => before && after && (old ?? null) !== (next ?? null));
  const shown = (value: string | null | undefined) => (value ? amount(value) : "–");
  return (
    <>
      <span className={tableClasses.nowrap}>
        {way} {lots && amount(lots)} <b dir="ltr">{symbol}</b> {price && <Trans>at {amount(price)}</Trans>}
      </span>
      {ticket && (
        <span className={tableClasses.second}>
          <bdi dir="ltr">{byTicket ? `${ticket} + ${byTicket}` : ticket}</bdi>
        </span>
      )}
      {changes.map(([name, old, next]) => (
        <span key={name} className={`${tableClasses.second} ${classes.change}`}>
          {name}:{" "}
          <bdi dir="ltr">
            {shown(old)} → {shown(next)}
          </bdi>
        </span>
      ))}
    </>
  );
}

/** What can be done with a command where it stands now. */
function Steps({ command, onDecide }: CommandRowProps) {
  const { i18n } = useLingui();
  const { can } = useViewer();
  const { run, busy } = useAction(FindOutTradeDocument, (data) => data.findOutTrade);
  const { approvable, id, kind, login, mine, notApprovableBecause, state, symbol } = command;
  const named = `${i18n._(commandNames[kind])}, ${symbol}, ${login}`;
  const findOut = async () => {
    const outcome = await run({ id });
    const problem = outcome.done ? undefined : outcome.errors[0]?.message;
    if (problem) return toast.failed(problem);
    const found = outcome.done ? outcome.payload.command?.state : undefined;
    if (found !== undefined) toast.done(i18n._(commandStates[found].text));
  };
  if (isOpen(state)) {
    return (
      <FindOut
        named={named}
        may={can(permissionFor[kind]) || can("position.approve")}
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
      mayDecline={can("position.approve")}
      approvable={approvable}
      approveReason={notApprovableBecause}
      onDecide={onDecide}
    />
  );
}
