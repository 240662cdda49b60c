import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Select } from "@mantine/core";
import { useState } from "react";
import { amount } from "../../app/format.ts";
import { errorAt } from "../../app/useAction.ts";
import type { LivePosition } from "../positions/documents.ts";
import { sides } from "../positions/labels.ts";
import { DealDialog } from "./DealDialog.tsx";
import type { TradeTicket } from "./documents.ts";
import { PositionHead } from "./PositionHead.tsx";

interface CloseByPositionProps {
  position: LivePosition;
  onClose: () => void;
}

/** Closes a position with an opposite one of the same account and symbol: both lose the smaller volume, no spread is paid. */
export default function CloseByPosition({ position: live, onClose }: CloseByPositionProps) {
  const { t, i18n } = useLingui();
  const [position] = useState(live);
  const { accountId, side, symbol, ticket: number } = position;
  const [chosen, setChosen] = useState<string>();
  const opposite = (ticket: TradeTicket | undefined) =>
    ticket?.positions.filter((each) => each.side !== side && each.symbol === symbol) ?? [];
  /** The only one there is need not be chosen. */
  const other = (ticket: TradeTicket | undefined) => {
    const found = opposite(ticket);
    return found.find((each) => each.ticket === chosen) ?? (found.length === 1 ? found[0] : undefined);
  };
  return (
    <DealDialog
      title={t`Close ${symbol} of ${position.client.name} by another position`}
      verb={<Trans>Close both</Trans>}
      danger
      kind="CLOSE_BY"
      accountId={accountId}
      target={{ ticket: number }}
      wanted={(ticket) => {
        const byTicket = other(ticket)?.ticket;
        return byTicket === undefined ? undefined : { ticket: number, byTicket };
      }}
      fields={["byTicket"]}
      focusReason
      onClose={onClose}
    >
      {(ticket, errors) => (
        <>
          <PositionHead position={ticket?.positions.find((each) => each.ticket === number) ?? position} />
          {ticket && opposite(ticket).length === 0 ? (
            <Alert variant="light" color="yellow">
              <Trans>The account has no opposite position of this symbol.</Trans>
            </Alert>
          ) : (
            <Select
              label={t`With the position`}
              placeholder={t`Choose`}
              data={opposite(ticket).map((each) => ({
                value: each.ticket,
                label: `${i18n._(sides[each.side].text)} ${amount(each.lots)} · ${amount(each.priceOpen)} · ${each.ticket}`,
              }))}
              value={other(ticket)?.ticket ?? null}
              onChange={(value) => setChosen(value ?? undefined)}
              error={errorAt(errors, "byTicket")}
              disabled={!ticket}
              allowDeselect={false}
              comboboxProps={{ shadow: "md" }}
            />
          )}
        </>
      )}
    </DealDialog>
  );
}
