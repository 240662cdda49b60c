import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useCallback, useMemo } from "react";
import { amount } from "../../app/format.ts";
import { EmptyState } from "../../app/states.tsx";
import { units } from "../dealing/decimals.ts";
import type { BeatWindow } from "./beatWindow.ts";
import { DemoMark } from "./DemoMark.tsx";
import { ExposureBeatsDocument, type ExposureRow } from "./documents.ts";
import { LiveFilterBar } from "./LiveFilterBar.tsx";
import type { LiveColumn } from "./LiveGrid.tsx";
import { LiveList, useMarker } from "./LiveList.tsx";
import classes from "./Positions.module.css";
import { Profit } from "./Profit.tsx";
import { useLatestBeat } from "./useBeats.ts";
import { useGridKeys } from "./useGridKeys.ts";
import { cleared, isFiltered, type LiveFilters, liveFilterOf } from "./view.ts";

interface ExposureListProps {
  filters: LiveFilters;
  onFilters: (change: LiveFilters) => void;
  /** Shows the positions in one symbol with one kind of money. */
  onSymbol: (row: Pick<ExposureRow, "symbol" | "environment">) => void;
}

/** A row, and the largest net volume of all rows with the same kind of money, which fills its half of the bar. */
interface KeyedRow extends ExposureRow {
  key: string;
  largest: bigint;
}

const columns: readonly LiveColumn<KeyedRow>[] = [
  {
    id: "symbol",
    label: msg`Symbol`,
    width: 136,
    cell: (row) => (
      <>
        <b dir="ltr">{row.symbol}</b> <DemoMark environment={row.environment} />
      </>
    ),
  },
  { id: "positions", label: msg`Positions`, width: 88, number: true, cell: (row) => amount(String(row.positions)) },
  { id: "clients", label: msg`Clients`, width: 80, number: true, cell: (row) => amount(String(row.clients)) },
  { id: "buy", label: msg`Bought lots`, width: 112, number: true, cell: (row) => amount(row.buyLots) },
  { id: "sell", label: msg`Sold lots`, width: 112, number: true, cell: (row) => amount(row.sellLots) },
  { id: "net", label: msg`Net lots`, width: 112, number: true, cell: (row) => <Profit value={row.netLots} plain /> },
  { id: "bar", label: msg`Long or short`, width: 200, cell: (row) => <NetBar row={row} /> },
  {
    id: "profit",
    label: msg`Profit of clients`,
    width: 220,
    cell: ({ profits }) => (
      <span>
        {profits.map(({ currency, profit }, at) => (
          <span key={currency}>
            {at > 0 && " · "}
            <Profit value={profit} currency={currency} />
          </span>
        ))}
      </span>
    ),
  },
];

/** Net volume: to the end of the line when clients bought more, to its start when they sold more. */
function NetBar({ row }: { row: KeyedRow }) {
  const { t } = useLingui();
  const net = units(row.netLots) ?? 0n;
  const size = net < 0n ? -net : net;
  const share = row.largest === 0n ? 0 : Number((size * 1000n) / row.largest) / 20;
  const short = net < 0n;
  const said = size === 0n ? t`Even` : short ? t`Short ${amount(row.netLots)}` : t`Long ${amount(row.netLots)}`;
  return (
    <span className={classes.bar} role="img" aria-label={said}>
      <span
        data-short={short || undefined}
        style={{ insetInlineStart: `${short ? 50 - share : 50}%`, inlineSize: `${share}%` }}
      />
    </span>
  );
}

/** What clients hold of each symbol, real and play money apart, the largest net volume first. */
export function ExposureList({ filters, onFilters, onSymbol }: ExposureListProps) {
  const { t } = useLingui();
  const { at, beat, error, retry } = useLatestBeat(ExposureBeatsDocument, { filter: liveFilterOf(filters) });
  const found = beat?.exposureBeats;
  const window = useMemo<BeatWindow<KeyedRow> | undefined>(() => {
    if (found === undefined) return undefined;
    const largest: Record<ExposureRow["environment"], bigint> = { LIVE: 0n, DEMO: 0n };
    for (const { environment, netLots } of found.rows) {
      const size = units(netLots.replace(/^-/, "")) ?? 0n;
      if (size > largest[environment]) largest[environment] = size;
    }
    const rows = new Map(
      found.rows.map((row) => {
        const key = `${row.environment} ${row.symbol}`;
        return [key, { ...row, key, largest: largest[row.environment] }];
      }),
    );
    return { from: 0, keys: [...rows.keys()], rows, total: rows.size };
  }, [found]);
  const marker = useMarker<KeyedRow>(window, undefined);
  const open = useCallback((row: KeyedRow) => onSymbol(row), [onSymbol]);
  useGridKeys({
    group: t`Exposure`,
    total: window?.total ?? 0,
    active: marker.active,
    activate: marker.activate,
    current: marker.row,
    open,
  });
  return (
    <LiveList
      label={t`Exposure by symbol`}
      columns={columns}
      window={window}
      feeds={found?.feeds ?? []}
      at={at}
      error={error}
      onRetry={retry}
      marker={marker}
      onOpen={open}
      filters={<LiveFilterBar filters={filters} feeds={found?.feeds ?? []} onChange={onFilters} />}
      filtered={isFiltered(filters)}
      onClear={() => onFilters(cleared)}
      empty={
        <EmptyState title={<Trans>Clients hold nothing</Trans>}>
          <Trans>As soon as a position is open, its symbol appears here.</Trans>
        </EmptyState>
      }
    />
  );
}
