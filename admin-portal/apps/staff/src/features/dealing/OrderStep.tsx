import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { LiveOrder } from "../positions/documents.ts";
import { DealDialog } from "./DealDialog.tsx";
import { OrderHead } from "./OrderHead.tsx";

interface OrderStepProps {
  order: LiveOrder;
  kind: "CANCEL_ORDER" | "ACTIVATE_ORDER";
  onClose: () => void;
}

/** Takes a pending order away, or lets it trade now. */
export default function OrderStep({ order: live, kind, onClose }: OrderStepProps) {
  const { t } = useLingui();
  const [order] = useState(live);
  const { accountId, symbol, ticket: number } = order;
  const name = order.client.name;
  const cancels = kind === "CANCEL_ORDER";
  const buys = order.kind.startsWith("BUY");
  return (
    <DealDialog
      title={cancels ? t`Cancel the order in ${symbol} of ${name}` : t`Activate the order in ${symbol} of ${name}`}
      verb={cancels ? <Trans>Cancel order</Trans> : <Trans>Activate order</Trans>}
      danger={cancels}
      kind={kind}
      accountId={accountId}
      target={{ ticket: number }}
      used={cancels ? undefined : buys ? "ask" : "bid"}
      wanted={() => ({ ticket: number })}
      focusReason
      onClose={onClose}
    >
      {(ticket) => <OrderHead order={ticket?.orders.find((each) => each.ticket === number) ?? order} />}
    </DealDialog>
  );
}
