import { Trans, useLingui } from "@lingui/react/macro";
import { amount, exactTime } from "../../app/format.ts";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { useDealing, useOrderKeys } from "../dealing/useDealing.tsx";
import { type LiveOrder, OrderBeatsDocument } from "./documents.ts";
import { Feeds } from "./Feeds.tsx";
import { pendingKinds } from "./labels.ts";
import { Named } from "./Named.tsx";
import classes from "./Positions.module.css";
import { AccountSection, FigureList, PanelAction, SidePanel } from "./SidePanel.tsx";
import { useAccountRow } from "./useAccountRow.ts";

interface OrderPanelProps {
  id: string;
  accountId: string;
  onClose: () => void;
}

/** One pending order as it changes, whose it is, and what can be done with it. */
export default function OrderPanel({ id, accountId, onClose }: OrderPanelProps) {
  const { t } = useLingui();
  const { at, error, feeds, gone, retry, row } = useAccountRow(
    OrderBeatsDocument,
    accountId,
    id,
    (data) => data.orderBeats,
  );
  const name = row ? `${row.symbol} ${row.ticket}` : t`Pending order`;
  return (
    <SidePanel name={name} title={row ? <Title order={row} /> : t`Pending order`} onClose={onClose}>
      {row ? (
        <>
          {gone ? (
            <p className={classes.notice} role="status">
              <Trans>It does not wait any more. What is shown is what was known last.</Trans>
            </p>
          ) : (
            <Actions order={row} />
          )}
          <Feeds feeds={feeds.filter(({ serverId }) => serverId === row.serverId)} at={at} />
          <OrderFigures order={row} />
          <AccountSection client={row.client} accountId={accountId} login={row.login} />
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={retry} />
      ) : gone ? (
        <EmptyState title={<Trans>This order does not wait</Trans>}>
          <Trans>It has ended, or it is not within what your role may see.</Trans>
        </EmptyState>
      ) : (
        <Loading />
      )}
    </SidePanel>
  );
}

function Title({ order }: { order: LiveOrder }) {
  const { client, kind, lots, symbol, ticket } = order;
  return (
    <>
      <bdi dir="ltr">{symbol}</bdi> <Named name={pendingKinds[kind]} /> {amount(lots)}
      <small>
        {client.name} · <bdi dir="ltr">{ticket}</bdi>
      </small>
    </>
  );
}

function Actions({ order }: { order: LiveOrder }) {
  const dealing = useDealing();
  const { ask, dialogs, locked } = dealing;
  useOrderKeys(dealing, order);
  return (
    <div className={classes.actions}>
      <PanelAction primary keys="m" locked={locked("MODIFY_ORDER")} run={() => ask({ kind: "MODIFY_ORDER", order })}>
        <Trans>Modify</Trans>
      </PanelAction>
      <PanelAction keys="d" locked={locked("CANCEL_ORDER")} run={() => ask({ kind: "CANCEL_ORDER", order })}>
        <Trans>Cancel order</Trans>
      </PanelAction>
      <PanelAction keys="t" locked={locked("ACTIVATE_ORDER")} run={() => ask({ kind: "ACTIVATE_ORDER", order })}>
        <Trans>Activate</Trans>
      </PanelAction>
      {dialogs}
    </div>
  );
}

function OrderFigures({ order }: { order: LiveOrder }) {
  const { t } = useLingui();
  const { expiresAt, placedAt, price, priceAsOf, priceTrigger, stopLoss, takeProfit } = order;
  const shown = (value: string | null | undefined) => (value ? <bdi dir="ltr">{amount(value)}</bdi> : "–");
  return (
    <FigureList
      figures={[
        { name: t`Price`, value: shown(price) },
        {
          name: t`Now`,
          value: <span title={priceAsOf ? exactTime(priceAsOf) : undefined}>{shown(order.priceCurrent)}</span>,
        },
        ...(priceTrigger ? [{ name: t`Becomes a limit order at`, value: shown(priceTrigger) }] : []),
        { name: t`Stop loss`, value: shown(stopLoss) },
        { name: t`Take profit`, value: shown(takeProfit) },
        { name: t`Ends`, value: expiresAt ? <time dateTime={expiresAt}>{exactTime(expiresAt)}</time> : "–" },
        { name: t`Placed`, value: <time dateTime={placedAt}>{exactTime(placedAt)}</time> },
        { name: t`Server`, value: order.serverName },
        { name: t`Group`, value: <bdi dir="ltr">{order.group}</bdi> },
      ]}
    />
  );
}
