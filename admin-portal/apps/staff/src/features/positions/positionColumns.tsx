import type { PositionSort, TradingEnvironment } from "@brokerdesk/api";
import { msg } from "@lingui/core/macro";
import { amount, exactTime } from "../../app/format.ts";
import { Instant } from "../../app/Instant.tsx";
import { rowTime } from "../../app/preciseTime.ts";
import { LabelPill } from "../clients/Pill.tsx";
import { marginLevel } from "../trading-accounts/Figures.tsx";
import { DemoMark } from "./DemoMark.tsx";
import type { LiveOrder, LivePosition } from "./documents.ts";
import type { LiveColumn } from "./LiveGrid.tsx";
import { pendingKinds, sides } from "./labels.ts";
import { Named } from "./Named.tsx";
import classes from "./Positions.module.css";
import { Profit } from "./Profit.tsx";
import { pointsAway } from "./view.ts";

const none = <span className={classes.dimmed}>–</span>;
const price = (value: string | null | undefined) => (value ? <bdi dir="ltr">{amount(value)}</bdi> : none);

interface Owned {
  client: { number: string; name: string };
  login: string;
  serverName: string;
  environment: TradingEnvironment;
}

const client = {
  id: "client",
  label: msg`Client`,
  width: 170,
  cell: (row: Owned) => <span title={row.client.number}>{row.client.name}</span>,
};

const account = {
  id: "account",
  label: msg`Account`,
  width: 150,
  cell: (row: Owned) => (
    <span>
      <bdi dir="ltr">{row.login}</bdi> <DemoMark environment={row.environment} />{" "}
      <span className={classes.dimmed}>{row.serverName}</span>
    </span>
  ),
};

const group = {
  id: "group",
  label: msg`Group`,
  width: 130,
  cell: (row: { group: string }) => <bdi dir="ltr">{row.group}</bdi>,
};

const symbol = (row: { symbol: string }) => (
  <b>
    <bdi dir="ltr">{row.symbol}</bdi>
  </b>
);

const stops: LiveColumn<{ stopLoss?: string | null | undefined; takeProfit?: string | null | undefined }>[] = [
  { id: "stopLoss", label: msg`Stop loss`, width: 92, number: true, cell: (row) => price(row.stopLoss) },
  { id: "takeProfit", label: msg`Take profit`, width: 92, number: true, cell: (row) => price(row.takeProfit) },
];

export const positionColumns: readonly LiveColumn<LivePosition, PositionSort>[] = [
  {
    id: "symbol",
    label: msg`Symbol`,
    width: 104,
    sorts: [{ by: "SYMBOL", direction: "ascending" }],
    cell: symbol,
  },
  { id: "side", label: msg`Side`, width: 72, cell: (row) => <LabelPill label={sides[row.side]} /> },
  {
    id: "lots",
    label: msg`Lots`,
    width: 76,
    number: true,
    sorts: [{ by: "LOTS_LARGEST", direction: "descending" }],
    cell: (row) => <bdi dir="ltr">{amount(row.lots)}</bdi>,
  },
  {
    id: "profit",
    label: msg`Profit`,
    width: 148,
    number: true,
    sorts: [
      { by: "PROFIT_LOWEST", direction: "ascending" },
      { by: "PROFIT_HIGHEST", direction: "descending" },
    ],
    cell: (row) => <Profit value={row.profit} currency={row.currency} />,
  },
  { id: "open", label: msg`Opened at`, width: 92, number: true, cell: (row) => price(row.priceOpen) },
  { id: "now", label: msg`Now`, width: 92, number: true, cell: (row) => price(row.priceCurrent) },
  ...stops,
  { id: "swap", label: msg`Swap`, width: 80, number: true, cell: (row) => <Profit value={row.swap} /> },
  {
    id: "margin",
    label: msg`Margin level`,
    width: 108,
    number: true,
    sorts: [{ by: "MARGIN_LEVEL_LOWEST", direction: "ascending" }],
    cell: (row) => <bdi dir="ltr">{marginLevel(row.marginLevel)}</bdi>,
  },
  client,
  account,
  group,
  {
    id: "opened",
    label: msg`Opened`,
    width: 148,
    sorts: [
      { by: "OPENED_NEWEST", direction: "descending" },
      { by: "OPENED_OLDEST", direction: "ascending" },
    ],
    cell: (row) => <Instant at={row.openedAt}>{rowTime(row.openedAt)}</Instant>,
  },
  {
    id: "ticket",
    label: msg`Ticket`,
    width: 96,
    cell: (row) => (
      <bdi dir="ltr" className={classes.dimmed}>
        {row.ticket}
      </bdi>
    ),
  },
];

export const orderColumns: readonly LiveColumn<LiveOrder>[] = [
  { id: "symbol", label: msg`Symbol`, width: 104, cell: symbol },
  { id: "kind", label: msg`Kind`, width: 112, cell: (row) => <Named name={pendingKinds[row.kind]} /> },
  {
    id: "lots",
    label: msg`Lots`,
    width: 76,
    number: true,
    cell: (row) => <bdi dir="ltr">{amount(row.lots)}</bdi>,
  },
  { id: "price", label: msg`Price`, width: 92, number: true, cell: (row) => price(row.price) },
  {
    id: "now",
    label: msg`Now`,
    width: 92,
    number: true,
    cell: (row) => <span title={row.priceAsOf ? exactTime(row.priceAsOf) : undefined}>{price(row.priceCurrent)}</span>,
  },
  {
    id: "away",
    label: msg`Points away`,
    width: 104,
    number: true,
    cell: (row) => {
      const points = pointsAway(row);
      return points === undefined ? none : <bdi dir="ltr">{amount(String(points))}</bdi>;
    },
  },
  { id: "trigger", label: msg`Trigger`, width: 92, number: true, cell: (row) => price(row.priceTrigger) },
  ...stops,
  client,
  account,
  group,
  {
    id: "expires",
    label: msg`Ends`,
    width: 148,
    cell: (row) => (row.expiresAt ? <Instant at={row.expiresAt}>{rowTime(row.expiresAt)}</Instant> : none),
  },
  {
    id: "placed",
    label: msg`Placed`,
    width: 148,
    cell: (row) => <Instant at={row.placedAt}>{rowTime(row.placedAt)}</Instant>,
  },
  {
    id: "ticket",
    label: msg`Ticket`,
    width: 96,
    cell: (row) => (
      <bdi dir="ltr" className={classes.dimmed}>
        {row.ticket}
      </bdi>
    ),
  },
];

/** What a client's own profile need not repeat. */
export const withoutClient = <Row, Sort>(columns: readonly LiveColumn<Row, Sort>[]): readonly LiveColumn<Row, Sort>[] =>
  columns.filter(({ id }) => id !== "client");
