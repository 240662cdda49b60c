import { useLingui } from "@lingui/react/macro";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { ReasonDialog } from "../common/ReasonDialog.tsx";
import { useReasonedSwitch } from "../common/useReasonedSwitch.ts";
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
  const { run } = useAction(SwitchTradingAccountDocument, (data) => data.switchTradingAccount);
  const step = useReasonedSwitch({
    start,
    latest,
    send: (version, to, reason) => {
      const change = which === "login" ? { loginEnabled: to } : { tradingEnabled: to };
      return run({ input: { id, version, ...change, reason } });
    },
    onDone: () => toast.done(t`Saved`),
    onClose,
    label: which === "login" ? t`Sign-in` : t`Trading`,
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
    <ReasonDialog
      title={words.title}
      consequence={words.consequence}
      verb={words.verb}
      danger={on}
      {...step}
      onClose={onClose}
    />
  );
}
