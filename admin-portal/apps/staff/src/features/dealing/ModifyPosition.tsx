import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { LivePosition } from "../positions/documents.ts";
import { DealDialog } from "./DealDialog.tsx";
import { PositionHead } from "./PositionHead.tsx";
import { StopFields, stopsOf } from "./StopFields.tsx";

interface ModifyPositionProps {
  position: LivePosition;
  onClose: () => void;
}

/** Another stop loss or take profit. */
export default function ModifyPosition({ position: live, onClose }: ModifyPositionProps) {
  const { t } = useLingui();
  const [position] = useState(live);
  const { accountId, digits, side, symbol, ticket: number } = position;
  const [stops, setStops] = useState({
    stopLoss: position.stopLoss ?? "",
    takeProfit: position.takeProfit ?? "",
  });
  const levels = stopsOf(stops, digits);
  const changed =
    levels !== undefined &&
    (levels.stopLoss !== (position.stopLoss ?? null) || levels.takeProfit !== (position.takeProfit ?? null));
  return (
    <DealDialog
      title={t`Modify ${symbol} of ${position.client.name}`}
      verb={<Trans>Modify position</Trans>}
      kind="MODIFY_POSITION"
      accountId={accountId}
      target={{ ticket: number }}
      wanted={() => (changed ? { ticket: number, ...levels } : undefined)}
      fields={["stopLoss", "takeProfit"]}
      onClose={onClose}
    >
      {(ticket, errors) => (
        <>
          <PositionHead position={ticket?.positions.find((each) => each.ticket === number) ?? position} />
          <StopFields
            stops={stops}
            onChange={setStops}
            digits={digits}
            ticket={ticket}
            from={side === "BUY" ? ticket?.bid : ticket?.ask}
            errors={errors}
            autoFocus
          />
        </>
      )}
    </DealDialog>
  );
}
