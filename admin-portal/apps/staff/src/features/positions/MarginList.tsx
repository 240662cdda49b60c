import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useCallback } from "react";
import { amount } from "../../app/format.ts";
import { EmptyState } from "../../app/states.tsx";
import { Amount, FigureAge, marginLevel } from "../trading-accounts/Figures.tsx";
import { DemoMark } from "./DemoMark.tsx";
import { MarginBeatsDocument, type WatchedAccount } from "./documents.ts";
import type { LiveColumn } from "./LiveGrid.tsx";
import { LiveList, useMarker } from "./LiveList.tsx";
import { MoneySelect } from "./MoneySelect.tsx";
import classes from "./Positions.module.css";
import { Profit } from "./Profit.tsx";
import { useBeatWindow } from "./useBeats.ts";
import { useGridKeys } from "./useGridKeys.ts";
import { environmentOf, type MoneyShown, thresholds, usualMoney } from "./view.ts";

interface MarginListProps {
  below: string | undefined;
  money: MoneyShown | undefined;
  onMoney: (money: MoneyShown | undefined) => void;
  onBelow: (below: string | undefined) => void;
  /** Shows the positions of one account. */
  onAccount: (id: string) => void;
}

interface KeyedRow extends WatchedAccount {
  key: string;
}

const none = <span className={classes.dimmed}>–</span>;

const columns: readonly LiveColumn<KeyedRow>[] = [
  {
    id: "level",
    label: msg`Margin level`,
    width: 116,
    number: true,
    cell: (row) => <b dir="ltr">{marginLevel(row.marginLevel)}</b>,
  },
  {
    id: "login",
    label: msg`Login`,
    width: 128,
    cell: ({ account }) => (
      <>
        <bdi dir="ltr">{account.login}</bdi> <DemoMark environment={account.environment} />
      </>
    ),
  },
  {
    id: "client",
    label: msg`Client`,
    width: 180,
    cell: ({ account }) => <span title={account.client.number}>{account.client.name}</span>,
  },
  { id: "server", label: msg`Server`, width: 120, cell: ({ account }) => account.serverName },
  {
    id: "equity",
    label: msg`Equity`,
    width: 140,
    number: true,
    cell: ({ account: { currency, figures } }) =>
      figures ? <Amount value={figures.equity} currency={currency} /> : none,
  },
  {
    id: "margin",
    label: msg`Margin`,
    width: 128,
    number: true,
    cell: ({ account: { figures } }) => (figures ? <Amount value={figures.margin} /> : none),
  },
  {
    id: "free",
    label: msg`Free margin`,
    width: 128,
    number: true,
    cell: ({ account: { figures } }) => (figures ? <Amount value={figures.marginFree} /> : none),
  },
  {
    id: "floating",
    label: msg`Floating profit`,
    width: 128,
    number: true,
    cell: ({ account: { figures } }) => (figures ? <Profit value={figures.floating} /> : none),
  },
  {
    id: "positions",
    label: msg`Positions`,
    width: 88,
    number: true,
    cell: (row) => amount(String(row.openPositions)),
  },
  {
    id: "age",
    label: msg`Age`,
    width: 128,
    cell: ({ account }) => (account.figures ? <FigureAge account={account} /> : none),
  },
];

/** Accounts whose margin level is low, the lowest first; those with real money, unless others are asked for. */
export function MarginList({ below, money, onBelow, onMoney, onAccount }: MarginListProps) {
  const { t } = useLingui();
  const percent = below ?? thresholds[0];
  const live = useBeatWindow(
    MarginBeatsDocument,
    { below: percent, environment: environmentOf({ money }) },
    ({ marginWatchBeats }) => {
      const changed = marginWatchBeats.rows.map((row) => ({ ...row, key: row.account.id }));
      return { ...marginWatchBeats, changed, keys: changed.map(({ key }) => key) };
    },
  );
  const marker = useMarker<KeyedRow>(live.window, undefined);
  const open = useCallback((row: KeyedRow) => onAccount(row.account.id), [onAccount]);
  useGridKeys({
    group: t`Margin watch`,
    total: live.window?.total ?? 0,
    active: marker.active,
    activate: marker.activate,
    current: marker.row,
    open,
  });
  return (
    <LiveList
      label={t`Margin watch`}
      columns={columns}
      window={live.window}
      feeds={live.beat?.feeds ?? []}
      at={live.at}
      error={live.error}
      onRetry={live.retry}
      onRange={live.onRange}
      marker={marker}
      onOpen={open}
      filters={
        <>
          <MoneySelect
            value={money ?? usualMoney({})}
            onChange={(next) => onMoney(next === usualMoney({}) ? undefined : next)}
          />
          <Select
            size="xs"
            aria-label={t`Margin level below`}
            data={[...thresholds]
              .sort((a, b) => Number(a) - Number(b))
              .map((value) => ({ value, label: t`Below ${value} %` }))}
            value={percent}
            onChange={(value) => onBelow(value === thresholds[0] ? undefined : (value ?? undefined))}
            allowDeselect={false}
            comboboxProps={{ shadow: "md" }}
          />
        </>
      }
      filtered={false}
      onClear={() => undefined}
      empty={
        <EmptyState title={<Trans>No account is below {percent} %</Trans>}>
          <Trans>Accounts appear here by themselves when their margin level falls under it.</Trans>
        </EmptyState>
      }
    />
  );
}
