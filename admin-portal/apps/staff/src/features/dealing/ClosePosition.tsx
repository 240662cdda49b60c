import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { errorAt } from "../../app/useAction.ts";
import type { LivePosition } from "../positions/documents.ts";
import { DealDialog } from "./DealDialog.tsx";
import { compare, decimal, lotsProblem, units } from "./decimals.ts";
import { LotsField, lotsLimits } from "./LotsField.tsx";
import { PositionHead } from "./PositionHead.tsx";

interface ClosePositionProps {
  position: LivePosition;
  onClose: () => void;
}

/** Closes a position, or a part of it, at the price now. */
export default function ClosePosition({ position: live, onClose }: ClosePositionProps) {
  const { t } = useLingui();
  const [position] = useState(live);
  const { accountId, side, symbol, ticket: number } = position;
  const [lots, setLots] = useState(() => decimal(units(position.lots) ?? 0n, 2));
  return (
    <DealDialog
      title={t`Close ${symbol} of ${position.client.name}`}
      verb={compare(lots, position.lots) === 0 ? <Trans>Close position</Trans> : <Trans>Close this part</Trans>}
      danger
      kind="CLOSE"
      accountId={accountId}
      target={{ ticket: number }}
      used={side === "BUY" ? "bid" : "ask"}
      wanted={(ticket) => {
        const now = ticket.positions.find((each) => each.ticket === number)?.lots ?? position.lots;
        if (lotsProblem(lots, lotsLimits(ticket, now)) !== undefined) return undefined;
        return { ticket: number, ...(compare(lots, now) === 0 ? {} : { lots: lots.trim() }) };
      }}
      fields={["lots"]}
      focusReason
      onClose={onClose}
    >
      {(ticket, errors) => {
        const now = ticket?.positions.find((each) => each.ticket === number) ?? position;
        return (
          <>
            <PositionHead position={now} />
            <LotsField value={lots} onChange={setLots} ticket={ticket} of={now.lots} error={errorAt(errors, "lots")} />
          </>
        );
      }}
    </DealDialog>
  );
}
