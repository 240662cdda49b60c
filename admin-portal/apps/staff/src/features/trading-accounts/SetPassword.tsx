import type { TradingPasswordKind } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { isReason, ReasonField } from "../../app/ReasonField.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { SetTradingPasswordDocument, type TradingAccount } from "./documents.ts";
import { ShownOnce } from "./ShownOnce.tsx";

/** Makes a new password for an account and shows it once. */
export default function SetPassword({ account, onClose }: { account: TradingAccount; onClose: () => void }) {
  const { t } = useLingui();
  const { id, login } = account;
  const [kind, setKind] = useState<TradingPasswordKind>("MAIN");
  const [reason, setReason] = useState("");
  const [password, setPassword] = useState<string>();
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(SetTradingPasswordDocument, (data) => data.setTradingPassword);
  const submit = async () => {
    setErrors([]);
    const outcome = await run({ input: { id, kind, reason: reason.trim() } });
    if (!outcome.done) return setErrors(outcome.errors);
    if (outcome.payload.password) setPassword(outcome.payload.password);
  };
  const names: Record<TradingPasswordKind, string> = { MAIN: t`Main password`, INVESTOR: t`Investor password` };
  if (password) {
    return (
      <ShownOnce
        title={t`New password of ${login}`}
        values={[
          { label: t`Login`, value: login },
          { label: names[kind], value: password, secret: true },
        ]}
        onClose={onClose}
      />
    );
  }
  return (
    <FormDialog
      title={t`Set a new password for ${login}`}
      consequence={<Trans>The old one stops working at once. The new one is shown to you once.</Trans>}
      verb={<Trans>Set password</Trans>}
      busy={busy}
      ready={isReason(reason)}
      errors={errors}
      fields={["reason"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <SegmentedControl
        aria-label={t`Which password`}
        value={kind}
        onChange={(next) => setKind(next as TradingPasswordKind)}
        data={[
          { value: "MAIN", label: t`Main: may trade` },
          { value: "INVESTOR", label: t`Investor: may only look` },
        ]}
      />
      <ReasonField value={reason} onChange={setReason} error={errorAt(errors, "reason")} autoFocus />
    </FormDialog>
  );
}
