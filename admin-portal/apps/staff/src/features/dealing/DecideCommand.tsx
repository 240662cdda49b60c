import { useLingui } from "@lingui/react/macro";
import { Modal } from "@mantine/core";
import { useState } from "react";
import { isReason, ReasonField } from "../../app/ReasonField.tsx";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { type Decision, useDecisionWords } from "../common/Decision.tsx";
import { FormDialog } from "../common/FormDialog.tsx";
import { CommandResult } from "./CommandResult.tsx";
import { CommandWords } from "./CommandRow.tsx";
import { ApproveTradeDocument, CancelTradeDocument, DeclineTradeDocument, type TradeCommand } from "./documents.ts";
import { commandNames } from "./labels.ts";
import { Quotes } from "./Quotes.tsx";
import { CommandChecks } from "./TradeChecks.tsx";
import { useTicket } from "./useTicket.ts";

interface DecideCommandProps {
  command: TradeCommand;
  decision: Decision;
  onClose: () => void;
}

/** The second person's yes or no, or the first one's step back. */
export function DecideCommand({ command, decision, onClose }: DecideCommandProps) {
  const { t, i18n } = useLingui();
  const [{ accountId, client, id, kind, login, requestedBy, serverName, symbol, version, ...opened }] =
    useState(command);
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<ActionErrors>([]);
  const [sent, setSent] = useState<TradeCommand>();
  const { ticket } = useTicket(accountId, decision === "approve" && sent === undefined ? { symbol } : undefined);
  const approve = useAction(ApproveTradeDocument, (data) => data.approveTrade);
  const decline = useAction(DeclineTradeDocument, (data) => data.declineTrade);
  const cancel = useAction(CancelTradeDocument, (data) => data.cancelTrade);
  const what = `${i18n._(commandNames[kind])} ${symbol}`;
  const submit = async () => {
    setErrors([]);
    const outcome =
      decision === "approve"
        ? await approve.run({ input: { id, version } })
        : decision === "decline"
          ? await decline.run({ input: { id, version, reason: reason.trim() } })
          : await cancel.run({ input: { id, version } });
    if (!outcome.done) return setErrors(outcome.errors);
    if (decision === "approve" && outcome.payload.command) return setSent(outcome.payload.command);
    toast.done(decision === "decline" ? t`Declined` : t`Taken back`);
    onClose();
  };
  const words = useDecisionWords(decision, what, {
    client: client.name,
    login,
    serverName,
    maker: requestedBy?.name ?? "–",
    reason: opened.reason,
  });
  if (sent !== undefined) {
    return (
      <Modal opened onClose={onClose} title={words.title} size="md">
        <CommandResult command={sent} onClose={onClose} />
      </Modal>
    );
  }
  return (
    <FormDialog
      {...words}
      danger={decision === "decline"}
      busy={approve.busy || decline.busy || cancel.busy}
      ready={decision !== "decline" || isReason(reason)}
      errors={errors}
      fields={["reason"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <div>
        <CommandWords command={command} />
      </div>
      {ticket && <Quotes ticket={ticket} />}
      {decision === "approve" && <CommandChecks id={id} currency={ticket?.account.currency} />}
      {decision === "decline" && (
        <ReasonField value={reason} onChange={setReason} error={errorAt(errors, "reason")} autoFocus />
      )}
    </FormDialog>
  );
}
