import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Switch } from "@mantine/core";
import { IconHistory, IconLink, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { ReasonTooltip } from "../../app/rights.tsx";
import { EmptyState } from "../../app/states.tsx";
import { useViewer } from "../../app/viewer.tsx";
import { AccountCards } from "./AccountCards.tsx";
import classes from "./TradingAccounts.module.css";
import { Unsettled } from "./Unsettled.tsx";

const OpenAccount = lazy(() => import("./OpenAccount.tsx"));
const LinkAccount = lazy(() => import("./LinkAccount.tsx"));

interface AccountsTabProps {
  client: { id: string; displayName: string; archivedAt?: string | null | undefined };
}

/** A client's trading accounts: what is on them, and what can be done with them. */
export default function AccountsTab({ client }: AccountsTabProps) {
  const { t } = useLingui();
  const { can } = useViewer();
  const [archived, setArchived] = useState(false);
  const [dialog, setDialog] = useState<"open" | "link">();
  const close = () => setDialog(undefined);
  const locked = client.archivedAt
    ? t`The client is archived: restore the client first.`
    : can("trading_account.create")
      ? undefined
      : t`Your role does not include opening trading accounts.`;
  const guarded = locked ? { "aria-disabled": true, "data-disabled": true } : {};
  const open = (
    <ReasonTooltip reason={locked}>
      <Button
        leftSection={<IconPlus size={14} aria-hidden />}
        {...guarded}
        onClick={() => !locked && setDialog("open")}
      >
        <Trans>Open account</Trans>
      </Button>
    </ReasonTooltip>
  );
  return (
    <>
      <div className={classes.bar}>
        {open}
        <ReasonTooltip reason={locked}>
          <Button
            variant="default"
            leftSection={<IconLink size={14} aria-hidden />}
            {...guarded}
            onClick={() => !locked && setDialog("link")}
          >
            <Trans>Link a login</Trans>
          </Button>
        </ReasonTooltip>
        {can("balance.view") && (
          <Button
            variant="subtle"
            leftSection={<IconHistory size={14} aria-hidden />}
            renderRoot={(props: object) => (
              <Link to="/balance-operations" search={{ tab: "history", client: client.id }} {...props} />
            )}
          >
            <Trans>Balance operations</Trans>
          </Button>
        )}
        <Switch
          size="sm"
          ms="auto"
          label={t`Archived`}
          checked={archived}
          onChange={(event) => setArchived(event.currentTarget.checked)}
        />
      </div>
      <Unsettled clientId={client.id} />
      <AccountCards
        key={`${client.id} ${archived}`}
        clientId={client.id}
        archived={archived}
        empty={
          <EmptyState title={archived ? <Trans>No archived account</Trans> : <Trans>No trading account yet</Trans>}>
            {!archived && <Trans>Open one on a product of yours, or link a login that is on the server already.</Trans>}
          </EmptyState>
        }
      />
      <Suspense>
        {dialog === "open" && <OpenAccount client={client} onClose={close} />}
        {dialog === "link" && <LinkAccount client={client} onClose={close} />}
      </Suspense>
    </>
  );
}
