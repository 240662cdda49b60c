import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { amount } from "../../app/format.ts";
import { isReason, ReasonField } from "../../app/ReasonField.tsx";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { type Decision, useDecisionWords } from "../common/Decision.tsx";
import { FormDialog } from "../common/FormDialog.tsx";
import { signed } from "./asked.ts";
import { Checks } from "./Checks.tsx";
import {
  ApproveBalanceOperationDocument,
  type BalanceOperation,
  CancelBalanceOperationDocument,
  DeclineBalanceOperationDocument,
} from "./documents.ts";
import { kindNames } from "./labels.ts";
import { tellOutcome } from "./outcome.ts";

interface DecideOperationProps {
  operation: BalanceOperation;
  decision: Decision;
  onConflict: () => void;
  onClose: () => void;
}

/** The second person's yes or no, or the first one's step back. */
export function DecideOperation({ operation, decision, onConflict, onClose }: DecideOperationProps) {
  const { t, i18n } = useLingui();
  const [{ id, version, accountId, client, currency, kind, login, requestedBy, serverName, ...opened }] =
    useState(operation);
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<ActionErrors>([]);
  const approve = useAction(ApproveBalanceOperationDocument, (data) => data.approveBalanceOperation);
  const decline = useAction(DeclineBalanceOperationDocument, (data) => data.declineBalanceOperation);
  const cancel = useAction(CancelBalanceOperationDocument, (data) => data.cancelBalanceOperation);
  const what = `${i18n._(kindNames[kind])} ${amount(signed({ kind, amount: opened.amount }))} ${currency}`;
  const submit = async () => {
    setErrors([]);
    const outcome =
      decision === "approve"
        ? await approve.run({ input: { id, version } })
        : decision === "decline"
          ? await decline.run({ input: { id, version, reason: reason.trim() } })
          : await cancel.run({ input: { id, version } });
    if (!outcome.done) {
      setErrors(outcome.errors);
      if (outcome.errors.some((error) => error.code === "conflict")) onConflict();
      return;
    }
    if (decision === "approve") {
      const against = tellOutcome(outcome.payload.operation);
      if (against.length > 0) return setErrors(against);
    } else toast.done(decision === "decline" ? t`Declined` : t`Taken back`);
    onClose();
  };
  const words = useDecisionWords(decision, what, {
    client: client.name,
    login,
    serverName,
    maker: requestedBy?.name ?? "–",
    reason: opened.reason,
  });
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
      {decision === "approve" && <Checks accountId={accountId} kind={kind} amount={opened.amount} />}
      {decision === "decline" && (
        <ReasonField value={reason} onChange={setReason} error={errorAt(errors, "reason")} autoFocus />
      )}
    </FormDialog>
  );
}
