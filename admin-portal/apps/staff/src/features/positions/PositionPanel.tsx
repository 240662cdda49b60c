import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { amount, exactTime } from "../../app/format.ts";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { LabelPill } from "../clients/Pill.tsx";
import { useDealing, usePositionKeys } from "../dealing/useDealing.tsx";
import { marginLevel } from "../trading-accounts/Figures.tsx";
import { type LivePosition, PositionBeatsDocument } from "./documents.ts";
import { Feeds } from "./Feeds.tsx";
import { sides } from "./labels.ts";
import classes from "./Positions.module.css";
import { Profit } from "./Profit.tsx";
import { AccountSection, FigureList, PanelAction, SidePanel } from "./SidePanel.tsx";
import { useAccountRow } from "./useAccountRow.ts";

interface PositionPanelProps {
  id: string;
  accountId: string;
  onClose: () => void;
}

/** One position as it changes, whose it is, and what can be done with it. */
export default function PositionPanel({ id, accountId, onClose }: PositionPanelProps) {
  const { t } = useLingui();
  const { at, error, feeds, gone, retry, row } = useAccountRow(
    PositionBeatsDocument,
    accountId,
    id,
    (data) => data.positionBeats,
  );
  const name = row ? `${row.symbol} ${row.ticket}` : t`Position`;
  return (
    <SidePanel name={name} title={row ? <Title position={row} /> : t`Position`} onClose={onClose}>
      {row ? (
        <>
          {gone ? (
            <p className={classes.notice} role="status">
              <Trans>It is not open any more. What is shown is what was known last.</Trans>
            </p>
          ) : (
            <Actions position={row} />
          )}
          <Feeds feeds={feeds.filter(({ serverId }) => serverId === row.serverId)} at={at} />
          <PositionFigures position={row} />
          <AccountSection client={row.client} accountId={accountId} login={row.login} />
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={retry} />
      ) : gone ? (
        <EmptyState title={<Trans>This position is not open</Trans>}>
          <Trans>It has been closed, or it is not within what your role may see.</Trans>{" "}
          <Anchor
            size="sm"
            renderRoot={(props: object) => (
              <Link to="/positions" search={{ tab: "deals", account: accountId }} {...props} />
            )}
          >
            <Trans>Deals of the account</Trans>
          </Anchor>
        </EmptyState>
      ) : (
        <Loading />
      )}
    </SidePanel>
  );
}

function Title({ position }: { position: LivePosition }) {
  const { client, lots, side, symbol, ticket } = position;
  return (
    <>
      <bdi dir="ltr">{symbol}</bdi> {amount(lots)} <LabelPill label={sides[side]} />
      <small>
        {client.name} · <bdi dir="ltr">{ticket}</bdi>
      </small>
    </>
  );
}

function Actions({ position }: { position: LivePosition }) {
  const dealing = useDealing();
  const { ask, dialogs, locked } = dealing;
  usePositionKeys(dealing, position);
  const { accountId, login, symbol } = position;
  return (
    <div className={classes.actions}>
      <PanelAction primary keys="c" locked={locked("CLOSE")} run={() => ask({ kind: "CLOSE", position })}>
        <Trans>Close</Trans>
      </PanelAction>
      <PanelAction keys="m" locked={locked("MODIFY_POSITION")} run={() => ask({ kind: "MODIFY_POSITION", position })}>
        <Trans>Modify</Trans>
      </PanelAction>
      <PanelAction keys="b" locked={locked("CLOSE_BY")} run={() => ask({ kind: "CLOSE_BY", position })}>
        <Trans>Close by</Trans>
      </PanelAction>
      <PanelAction locked={locked("OPEN")} run={() => ask({ kind: "OPEN", account: { id: accountId, login }, symbol })}>
        <Trans>New order</Trans>
      </PanelAction>
      {dialogs}
    </div>
  );
}

function PositionFigures({ position }: { position: LivePosition }) {
  const { t } = useLingui();
  const { currency, openedAt, priceCurrent, priceOpen, profit, stopLoss, swap, takeProfit } = position;
  const price = (value: string | null | undefined) => (value ? <bdi dir="ltr">{amount(value)}</bdi> : "–");
  return (
    <FigureList
      figures={[
        { name: t`Profit`, value: <Profit value={profit} currency={currency} /> },
        { name: t`Swap`, value: <Profit value={swap} currency={currency} /> },
        { name: t`Opened at`, value: price(priceOpen) },
        { name: t`Now`, value: price(priceCurrent) },
        { name: t`Stop loss`, value: price(stopLoss) },
        { name: t`Take profit`, value: price(takeProfit) },
        { name: t`Margin level of the account`, value: marginLevel(position.marginLevel) },
        { name: t`Opened`, value: <time dateTime={openedAt}>{exactTime(openedAt)}</time> },
        { name: t`Server`, value: position.serverName },
        { name: t`Group`, value: <bdi dir="ltr">{position.group}</bdi> },
      ]}
    />
  );
}
