import type { RequestTradeInput, TradeCommandKind } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Modal } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { errorText } from "../../app/errors.ts";
import { isReason, ReasonField } from "../../app/ReasonField.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { AskingServer } from "../common/CheckList.tsx";
import { FormDialog } from "../common/FormDialog.tsx";
import { CommandResult } from "./CommandResult.tsx";
import classes from "./Dealing.module.css";
import { RequestTradeDocument, type TradeCommand, type TradeTicket } from "./documents.ts";
import { Quotes } from "./Quotes.tsx";
import { TradeChecks } from "./TradeChecks.tsx";
import { type Target, useDealingRule, useTicket } from "./useTicket.ts";

/** What a dialog asks for, beside what all of them have. */
export type Wanted = Omit<RequestTradeInput, "requestKey" | "accountId" | "kind" | "reason" | "shownPrice">;

interface DealDialogProps {
  title: string;
  verb: ReactNode;
  danger?: boolean;
  kind: TradeCommandKind;
  accountId: string;
  /** Undefined until a symbol is chosen. */
  target: Target | undefined;
  /** What is sent; undefined while the form is not whole. */
  wanted: (ticket: TradeTicket) => Wanted | undefined;
  /** Which price it is dealt at, for what is dealt at once. */
  used?: "bid" | "ask" | undefined;
  /** Fields that show their own errors. */
  fields?: readonly string[];
  /** The reason is what is left to type. */
  focusReason?: boolean;
  children: (ticket: TradeTicket | undefined, errors: ActionErrors) => ReactNode;
  onClose: () => void;
}

/**
 * The frame of every dealing form: fresh prices, fields, checks in words, a reason, and then in its place what became of
 * it. A dialog has one request key until its command has ended, so that pressing twice is one command.
 */
export function DealDialog(props: DealDialogProps) {
  const { accountId, children, danger, fields = [], focusReason, kind, onClose, target, title, used, verb } = props;
  const { t } = useLingui();
  const [requestKey, setRequestKey] = useState(() => crypto.randomUUID());
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<ActionErrors>([]);
  const [command, setCommand] = useState<TradeCommand>();
  const { ticket, error } = useTicket(accountId, command === undefined ? target : undefined);
  const { reasonRequired } = useDealingRule();
  const { run, busy } = useAction(RequestTradeDocument, (data) => data.requestTrade);
  const wanted = ticket && props.wanted(ticket);
  const allowed = ticket === undefined || ticket.kinds.includes(kind);
  const reasoned = isReason(reason) || (!reasonRequired && reason.trim() === "");
  const shownPrice = ticket && used ? ticket[used] : undefined;
  const input = wanted && { ...wanted, requestKey, accountId, kind };
  const submit = async () => {
    if (input === undefined) return;
    setErrors([]);
    const outcome = await run({
      input: { ...input, ...(shownPrice ? { shownPrice } : {}), reason: reason.trim() },
    });
    if (!outcome.done) return setErrors(outcome.errors);
    if (outcome.payload.command) setCommand(outcome.payload.command);
    else onClose();
  };
  const again = () => {
    // it has ended: the next press is another command
    setRequestKey(crypto.randomUUID());
    setCommand(undefined);
  };
  if (command !== undefined) {
    return (
      <Modal opened onClose={onClose} title={title} size="md">
        <CommandResult command={command} onClose={onClose} onAgain={again} />
      </Modal>
    );
  }
  const mostPoints = ticket?.maxSlippage;
  return (
    <FormDialog
      title={title}
      verb={verb}
      {...(danger ? { danger } : {})}
      busy={busy}
      ready={input !== undefined && allowed && reasoned && (used === undefined || Boolean(shownPrice))}
      errors={errors}
      fields={[...fields, "reason"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {target !== undefined && !ticket && (error ? <TicketError error={error} /> : <AskingServer />)}
      {ticket && <Quotes ticket={ticket} used={used} />}
      {!allowed && (
        <Alert variant="light" color="yellow">
          <Trans>The server or your role does not allow this.</Trans>
        </Alert>
      )}
      {children(ticket, errors)}
      {input && allowed && <TradeChecks input={{ ...input, reason: "" }} currency={ticket?.account.currency} />}
      <ReasonField
        value={reason}
        onChange={setReason}
        error={errorAt(errors, "reason")}
        autoFocus={focusReason ?? false}
        optional={!reasonRequired}
        line
      />
      {used && mostPoints !== undefined && (
        <p className={classes.hint}>
          {t`It is refused if the price has moved more than ${mostPoints} points against the client by then.`}
        </p>
      )}
    </FormDialog>
  );
}

function TicketError({ error }: { error: Parameters<typeof errorText>[0] }) {
  return (
    <Alert variant="light" color="red" role="alert">
      {errorText(error)}
    </Alert>
  );
}
