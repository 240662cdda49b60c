import { useLingui } from "@lingui/react/macro";
import {
  IconAdjustments,
  IconArchive,
  IconCashBanknote,
  IconChartCandle,
  IconHistory,
  IconKey,
  IconLock,
  IconLockOpen,
  IconPlayerPlay,
  IconPlayerStop,
  IconPlus,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useViewer } from "../../app/viewer.tsx";
import { RowMenu } from "../common/RowMenu.tsx";
import type { TradingAccount } from "./documents.ts";

const RequestOperation = lazy(() => import("../balance-operations/RequestOperation.tsx"));
const NewOrder = lazy(() => import("../dealing/NewOrder.tsx"));
const ChangeAccount = lazy(() => import("./ChangeAccount.tsx"));
const SwitchAccount = lazy(() => import("./SwitchAccount.tsx"));
const SetPassword = lazy(() => import("./SetPassword.tsx"));
const ArchiveAccount = lazy(() => import("./ArchiveAccount.tsx"));

type Dialog = "order" | "money" | "change" | "login" | "trading" | "password" | "archive";

/** What can be done with one account, and the dialogs of it. */
export function AccountMenu({ account, onConflict }: { account: TradingAccount; onConflict: () => void }) {
  const { t } = useLingui();
  const { can } = useViewer();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<Dialog>();
  const close = () => setDialog(undefined);
  const reasonOf = (permission: string) =>
    account.archivedAt ? t`It is archived.` : can(permission) ? undefined : t`Your role does not include this.`;
  const edit = reasonOf("trading_account.edit");
  const { login } = account;
  const one = account.serverKind === "MT4";
  return (
    <>
      <RowMenu
        label={t`What can be done with ${login}`}
        actions={[
          {
            label: t`New order`,
            icon: IconPlus,
            run: () => setDialog("order"),
            reason: reasonOf("position.open"),
          },
          {
            label: t`Its positions`,
            icon: IconChartCandle,
            run: () => void navigate({ to: "/positions", search: { account: account.id } }),
            reason: can("position.view") ? undefined : t`Your role does not include this.`,
          },
          {
            label: t`Move money in or out`,
            icon: IconCashBanknote,
            run: () => setDialog("money"),
            reason: reasonOf("balance.adjust"),
          },
          {
            label: t`Its balance operations`,
            icon: IconHistory,
            run: () => void navigate({ to: "/balance-operations", search: { tab: "history", account: account.id } }),
            reason: can("balance.view") ? undefined : t`Your role does not include this.`,
          },
          { label: t`Change product or leverage`, icon: IconAdjustments, run: () => setDialog("change"), reason: edit },
          {
            label: account.tradingEnabled ? t`Block trading` : t`Allow trading`,
            icon: account.tradingEnabled ? IconPlayerStop : IconPlayerPlay,
            run: () => setDialog("trading"),
            reason: edit ?? (one ? t`MT4 has no switch for trading alone: block the sign-in.` : undefined),
          },
          {
            label: account.loginEnabled ? t`Block sign-in` : t`Allow sign-in`,
            icon: account.loginEnabled ? IconLock : IconLockOpen,
            run: () => setDialog("login"),
            reason: edit,
          },
          {
            label: t`Set a new password`,
            icon: IconKey,
            run: () => setDialog("password"),
            reason: reasonOf("trading_account.password"),
          },
          { label: t`Archive`, icon: IconArchive, run: () => setDialog("archive"), reason: edit, danger: true },
        ]}
      />
      <Suspense>
        {dialog === "order" && <NewOrder account={account} onClose={close} />}
        {dialog === "money" && <RequestOperation account={account} onClose={close} />}
        {dialog === "change" && <ChangeAccount account={account} onClose={close} />}
        {(dialog === "login" || dialog === "trading") && (
          <SwitchAccount account={account} which={dialog} onClose={close} />
        )}
        {dialog === "password" && <SetPassword account={account} onClose={close} />}
        {dialog === "archive" && <ArchiveAccount account={account} onConflict={onConflict} onClose={close} />}
      </Suspense>
    </>
  );
}
