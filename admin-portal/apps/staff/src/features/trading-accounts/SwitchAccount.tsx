import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { isReason, ReasonField } from "../../app/ReasonField.tsx";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { SwitchTradingAccountDocument, type TradingAccount } from "./documents.ts";

interface SwitchAccountProps {
  account: TradingAccount;
  which: "login" | "trading";
  onConflict: () => void;
  onClose: () => void;
}

/** One of the two switches: whether its client signs in, and whether the client trades. */
export default function SwitchAccount({ account, which, onConflict, onClose }: SwitchAccountProps) {
  const { t } = useLingui();
  const [{ id, login, loginEnabled, tradingEnabled, version }] = useState(account);
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(SwitchTradingAccountDocument, (data) => data.switchTradingAccount);
  const on = which === "login" ? loginEnabled : tradingEnabled;
  const submit = async () => {
    setErrors([]);
    const change = which === "login" ? { loginEnabled: !on } : { tradingEnabled: !on };
    const outcome = await run({ input: { id, version, ...change, reason: reason.trim() } });
    if (outcome.done) {
      toast.done(t`Saved`);
      return onClose();
    }
    setErrors(outcome.errors);
    if (outcome.errors.some((error) => error.code === "conflict")) onConflict();
  };
  const words =
    which === "login"
      ? on
        ? {
            title: t`Block sign-in to ${login}?`,
            consequence: t`The client can no longer sign in to the trading platform with it. Open positions stay open.`,
            verb: t`Block sign-in`,
          }
        : {
            title: t`Allow sign-in to ${login}?`,
            consequence: t`The client can sign in to the trading platform with it again.`,
            verb: t`Allow sign-in`,
          }
      : on
        ? {
            title: t`Block trading on ${login}?`,
            consequence: t`The client can look and no longer trade, not even close. Open positions stay open.`,
            verb: t`Block trading`,
          }
        : {
            title: t`Allow trading on ${login}?`,
            consequence: t`The client can open and close positions again.`,
            verb: t`Allow trading`,
          };
  return (
    <FormDialog
      title={words.title}
      consequence={words.consequence}
      verb={words.verb}
      danger={on}
      busy={busy}
      ready={isReason(reason)}
      errors={errors}
      fields={["reason"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <ReasonField value={reason} onChange={setReason} error={errorAt(errors, "reason")} autoFocus />
    </FormDialog>
  );
}
