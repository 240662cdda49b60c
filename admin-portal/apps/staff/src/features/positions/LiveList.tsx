import { Plural, Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { type ReactNode, type RefObject, useMemo, useRef, useState } from "react";
import type { CombinedError } from "urql";
import { useLiveState } from "../../app/live.tsx";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { useRowHeight } from "../clients/list/useRowHeight.ts";
import { type BeatWindow, indexOf, rowAt } from "./beatWindow.ts";
import type { Feed } from "./documents.ts";
import { Feeds } from "./Feeds.tsx";
import { type LiveColumn, LiveGrid } from "./LiveGrid.tsx";
import classes from "./Positions.module.css";

interface LiveListProps<Row extends { key: string }, Sort> {
  label: string;
  columns: readonly LiveColumn<Row, Sort>[];
  window: BeatWindow<Row> | undefined;
  feeds: readonly Feed[];
  at: number | undefined;
  error: CombinedError | undefined;
  onRetry: () => void;
  onRange?: (first: number, last: number) => void;
  marker: Marker<Row>;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  openKey?: string | undefined;
  onOpen?: (row: Row) => void;
  filters: ReactNode;
  filtered: boolean;
  onClear: () => void;
  empty: ReactNode;
  foot?: ReactNode;
  /** Inside another page: as high as its rows need, up to a limit. */
  inside?: boolean;
}

export interface Marker<Row> {
  active: number;
  row: Row | undefined;
  activate: (index: number) => void;
  /** Grows whenever somebody moves the mark: then the list follows it, and never by itself. */
  moves: number;
  scroller: RefObject<HTMLDivElement | null>;
}

/** The marked row. It stays with its row while others come, go and change places. */
export function useMarker<Row extends { key: string }>(
  window: BeatWindow<Row> | undefined,
  openKey: string | undefined,
  /** While a row is open, moving on opens the next one: what the keyboard means is what the panel shows. */
  onOpen?: (row: Row) => void,
): Marker<Row> {
  const [marked, setMarked] = useState<{ key?: string | undefined; index: number; moves: number }>({
    index: -1,
    moves: 0,
  });
  const scroller = useRef<HTMLDivElement>(null);
  const total = window?.total ?? 0;
  const key = marked.key ?? openKey;
  const active = Math.min(indexOf(window, key) ?? marked.index, total - 1);
  const latest = useRef({ window, onOpen });
  latest.current = { window, onOpen: openKey === undefined ? undefined : onOpen };
  const activate = useMemo(
    () => (index: number) => {
      const row = rowAt(latest.current.window, index);
      setMarked(({ moves }) => ({ key: row?.key, index, moves: moves + 1 }));
      if (row !== undefined) latest.current.onOpen?.(row);
    },
    [],
  );
  const there = active < 0 ? undefined : rowAt(window, active);
  // the place of a row that is gone is another row's: nothing is done with that one
  const row = key === undefined || there?.key === key ? there : undefined;
  return { active, row, activate, moves: marked.moves, scroller };
}

/** Most rows that a list inside another page shows without scrolling. */
const insideRows = 12;
/** Pixels of the heading, and of a scroll bar below. */
const insideRest = 56;

/** Filters, feeds, the live rows, and what they come to. */
export function LiveList<Row extends { key: string }, Sort = never>(props: LiveListProps<Row, Sort>) {
  const { at, empty, error, feeds, filtered, foot, inside, marker, onClear, onRetry, window } = props;
  const state = useLiveState();
  const rowHeight = useRowHeight();
  const total = window?.total ?? 0;
  const body =
    error !== undefined ? (
      <ErrorState error={error} onRetry={onRetry} />
    ) : window === undefined ? (
      state === "stale" ? (
        <EmptyState title={<Trans>Not live</Trans>}>
          <Trans>The connection is being restored by itself. The rows come as soon as it stands.</Trans>
        </EmptyState>
      ) : (
        <Loading />
      )
    ) : total === 0 ? (
      filtered ? (
        <EmptyState
          title={<Trans>Nothing matches</Trans>}
          action={
            <Button variant="default" onClick={onClear}>
              <Trans>Clear filters</Trans>
            </Button>
          }
        />
      ) : (
        empty
      )
    ) : (
      <LiveGrid
        label={props.label}
        columns={props.columns}
        total={total}
        rowAt={(index) => rowAt(window, index)}
        keyOf={({ key }) => key}
        sort={props.sort}
        onSort={props.onSort}
        active={marker.active}
        onActive={marker.activate}
        moves={marker.moves}
        openKey={props.openKey}
        onOpen={props.onOpen}
        onRange={props.onRange}
        scroller={marker.scroller}
      />
    );
  const height = inside && total > 0 ? Math.min(total, insideRows) * rowHeight + insideRest : undefined;
  return (
    <div className={classes.list} data-inside={inside || undefined}>
      <div className={classes.toolbar}>
        {props.filters}
        <span className={classes.spacer} />
        <Feeds feeds={feeds} at={at} />
      </div>
      <div className={classes.grid} style={height === undefined ? undefined : { blockSize: height }}>
        {body}
      </div>
      {window !== undefined && total > 0 && (
        <div className={classes.foot}>
          <span className={classes.count}>
            <Plural value={total} one="# row" other="# rows" />
          </span>
          {foot}
        </div>
      )}
    </div>
  );
}
