import type { BalanceKind } from "@brokerdesk/api";
import { useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { isReason, ReasonField } from "../../app/ReasonField.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { useViewer } from "../../app/viewer.tsx";
import { FormDialog } from "../common/FormDialog.tsx";
import { amountOf } from "./asked.ts";
import classes from "./BalanceOperations.module.css";
import { Checks } from "./Checks.tsx";
import { RequestBalanceOperationDocument } from "./documents.ts";
import { kindNames, kindSentences, kindVerbs } from "./labels.ts";
import { tellOutcome } from "./outcome.ts";
import { kinds } from "./view.ts";

interface RequestOperationProps {
  account: { id: string; login: string; currency: string; serverName: string };
  onClose: () => void;
}

/** Asks for money in or out of an account. The same press never books twice: it carries the same name until it is answered. */
export default function RequestOperation({ account, onClose }: RequestOperationProps) {
  const { t, i18n } = useLingui();
  const { can } = useViewer();
  const [requestKey, setRequestKey] = useState(() => crypto.randomUUID());
  const [kind, setKind] = useState<BalanceKind>("DEPOSIT");
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(RequestBalanceOperationDocument, (data) => data.requestBalanceOperation);
  const { currency, login, serverName } = account;
  const amount = amountOf(typed, kind);
  const submit = async () => {
    if (amount === undefined) return;
    setErrors([]);
    const input = { requestKey, accountId: account.id, kind, amount, reason: reason.trim() };
    const outcome = await run({ input });
    if (!outcome.done) return setErrors(outcome.errors);
    const against = tellOutcome(outcome.payload.operation);
    if (against.length === 0) return onClose();
    // it has ended: the next press is another operation
    setRequestKey(crypto.randomUUID());
    setErrors(against);
  };
  return (
    <FormDialog
      title={t`Money in or out of ${login}`}
      verb={i18n._(kindVerbs[kind])}
      busy={busy}
      ready={amount !== undefined && isReason(reason)}
      errors={errors}
      fields={["kind", "amount", "reason"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <div className={classes.pair}>
        <Select
          label={t`What`}
          description={i18n._(kindSentences[kind])}
          data={kinds.map((value) => ({ value, label: i18n._(kindNames[value]) }))}
          value={kind}
          onChange={(value) => value && setKind(value as BalanceKind)}
          error={errorAt(errors, "kind")}
          allowDeselect={false}
          comboboxProps={{ shadow: "md" }}
        />
        <TextInput
          data-autofocus
          label={t`Amount in ${currency}`}
          description={serverName}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={
            errorAt(errors, "amount") ??
            (typed.trim() !== "" && amount === undefined ? t`Digits, and a point before the cents.` : undefined)
          }
          dir="ltr"
          inputMode="decimal"
          autoComplete="off"
          maxLength={24}
        />
      </div>
      {amount !== undefined && can("balance.view") && (
        <Checks accountId={account.id} kind={kind} amount={amount} needs />
      )}
      <ReasonField value={reason} onChange={setReason} error={errorAt(errors, "reason")} />
    </FormDialog>
  );
}
