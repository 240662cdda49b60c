import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { ago } from "../../app/format.ts";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { useKept } from "../common/useKept.ts";
import { useRefresh } from "../common/useRefresh.ts";
import { type AccountOpening, AccountOpeningsDocument, SettleAccountOpeningDocument } from "./documents.ts";
import classes from "./TradingAccounts.module.css";

const refreshSeconds = 15;

/** Openings of which nobody knows yet what became of them: of one client, or of all. */
export function Unsettled({ clientId }: { clientId?: string }) {
  const [{ data }, execute] = useQuery({ query: AccountOpeningsDocument, requestPolicy: "cache-and-network" });
  useRefresh(execute, refreshSeconds);
  const open = (useKept(data)?.accountOpenings ?? []).filter(
    ({ client, state }) =>
      (state === "UNKNOWN" || state === "SENDING") && (clientId === undefined || client.id === clientId),
  );
  return (
    <div className={classes.waitings} aria-live="polite">
      {open.map((opening) => (
        <Waiting key={opening.id} opening={opening} named={clientId === undefined} />
      ))}
    </div>
  );
}

function Waiting({ opening, named }: { opening: AccountOpening; named: boolean }) {
  const { t } = useLingui();
  const [asked, setAsked] = useState(false);
  const { run, busy } = useAction(SettleAccountOpeningDocument, (data) => data.settleAccountOpening);
  const { client, id, productName, sentAt } = opening;
  const findOut = async () => {
    const outcome = await run({ id });
    setAsked(true);
    if (!outcome.done) {
      const said = outcome.errors[0]?.message;
      if (said) toast.failed(said);
      return;
    }
    const login = outcome.payload.tradingAccount?.login;
    if (outcome.payload.result?.state === "CONFIRMED") {
      toast.done(login ? t`The account is there: ${login}` : t`The account is there`);
    } else if (outcome.payload.result?.state === "NOT_APPLIED") {
      toast.done(t`The server never made it. It may be opened again.`);
    }
  };
  return (
    <div className={classes.waiting}>
      <span>
        {named && <strong>{client.name}: </strong>}
        <Trans>
          Nobody knows yet whether {productName} was opened ({ago(sentAt)}). It is looked up by itself and never sent
          twice.
        </Trans>{" "}
        {asked && <Trans>The server does not show it yet.</Trans>}
      </span>
      <Button variant="default" loading={busy} onClick={() => void findOut()}>
        <Trans>Find out</Trans>
      </Button>
    </div>
  );
}
