import type { TradingPasswordKind } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { isReason, ReasonField } from "../../app/ReasonField.tsx";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { SendTradingPasswordLinkDocument, SetTradingPasswordDocument, type TradingAccount } from "./documents.ts";
import { ShownOnce } from "./ShownOnce.tsx";
import { usePasswordRule } from "./usePasswordRule.ts";

/** Makes a new password for an account: shown here once, or taken by the client with a one-time link. */
export default function SetPassword({ account, onClose }: { account: TradingAccount; onClose: () => void }) {
  const { t } = useLingui();
  const { id, login } = account;
  const { rule, onlyByLink } = usePasswordRule();
  const [kind, setKind] = useState<TradingPasswordKind>("MAIN");
  const [chosen, setChosen] = useState<"shown" | "link">("shown");
  const [reason, setReason] = useState("");
  const [password, setPassword] = useState<string>();
  const [errors, setErrors] = useState<ActionErrors>([]);
  const show = useAction(SetTradingPasswordDocument, (data) => data.setTradingPassword);
  const link = useAction(SendTradingPasswordLinkDocument, (data) => data.sendTradingPasswordLink);
  const byLink = onlyByLink || chosen === "link";
  const submit = async () => {
    setErrors([]);
    const input = { id, kind, reason: reason.trim() };
    if (byLink) {
      const outcome = await link.run({ input });
      if (!outcome.done) return setErrors(outcome.errors);
      toast.done(t`The link is on its way to the client`);
      return onClose();
    }
    const outcome = await show.run({ input });
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
      consequence={
        byLink ? (
          <Trans>
            The client gets a mail with a link that works once, for 30 minutes. Their password is made when they open
            it, and shown to nobody else; the old one works until then.
          </Trans>
        ) : (
          <Trans>The old one stops working at once. The new one is shown to you once.</Trans>
        )
      }
      verb={byLink ? <Trans>Send the link</Trans> : <Trans>Set password</Trans>}
      busy={show.busy || link.busy}
      ready={rule !== undefined && isReason(reason)}
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
      {!onlyByLink && (
        <SegmentedControl
          aria-label={t`Who gets it`}
          value={chosen}
          onChange={(next) => setChosen(next as "shown" | "link")}
          data={[
            { value: "shown", label: t`Show it to me once` },
            { value: "link", label: t`Send the client a link` },
          ]}
        />
      )}
      <ReasonField value={reason} onChange={setReason} error={errorAt(errors, "reason")} autoFocus />
    </FormDialog>
  );
}
