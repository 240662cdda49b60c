import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { isReason, ReasonField } from "../../app/ReasonField.tsx";
import { toast } from "../../app/toasts.tsx";
import { errorAt, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { useVersioned } from "../common/useVersioned.tsx";
import { SwitchTradingAccountDocument, type TradingAccount } from "./documents.ts";
import { useAccountPart } from "./useAccountPart.ts";

interface SwitchAccountProps {
  account: TradingAccount;
  which: "login" | "trading";
  onClose: () => void;
}

/** One of the two switches: whether its client signs in, and whether the client trades. */
export default function SwitchAccount({ account, which, onClose }: SwitchAccountProps) {
  const { t } = useLingui();
  const { before, start, latest } = useAccountPart(account, ({ loginEnabled, tradingEnabled }) => ({
    on: which === "login" ? loginEnabled : tradingEnabled,
  }));
  const { id, login } = before;
  const { on } = start.values;
  const [reason, setReason] = useState("");
  const { run } = useAction(SwitchTradingAccountDocument, (data) => data.switchTradingAccount);
  const { errors, busy, save } = useVersioned<{ on: boolean }>({
    start,
    latest,
    send: ({ version }, mine) => {
      const change = which === "login" ? { loginEnabled: mine.on } : { tradingEnabled: mine.on };
      return run({ input: { id, version, ...change, reason: reason.trim() } });
    },
    onSaved: (payload) => {
      if (payload) toast.done(t`Saved`);
      onClose();
    },
    labels: { on: which === "login" ? t`Sign-in` : t`Trading` },
  });
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
      onSubmit={() => save({ on: !on })}
      onClose={onClose}
    >
      <ReasonField value={reason} onChange={setReason} error={errorAt(errors, "reason")} autoFocus />
    </FormDialog>
  );
}
