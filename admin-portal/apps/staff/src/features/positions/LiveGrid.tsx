import type { MessageDescriptor } from "@lingui/core";
import { useLingui } from "@lingui/react/macro";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type KeyboardEvent, memo, type ReactNode, type RefObject, useEffect } from "react";
import { useRowHeight } from "../clients/list/useRowHeight.ts";
import classes from "./LiveGrid.module.css";

/** What a heading sorts by: a press takes the first, the next press the other one. */
export interface ColumnSort<Sort> {
  by: Sort;
  direction: "ascending" | "descending";
}

export interface LiveColumn<Row, Sort = never> {
  id: string;
  label: MessageDescriptor;
  /** Pixels; the last column takes what is left. */
  width: number;
  number?: boolean;
  sorts?: readonly ColumnSort<Sort>[];
  cell: (row: Row) => ReactNode;
}

interface LiveGridProps<Row, Sort> {
  label: string;
  columns: readonly LiveColumn<Row, Sort>[];
  total: number;
  rowAt: (index: number) => Row | undefined;
  keyOf: (row: Row) => string;
  sort?: Sort | undefined;
  onSort?: ((sort: Sort) => void) | undefined;
  active: number;
  onActive: (index: number) => void;
  /** Grows with each move of the mark. */
  moves: number;
  openKey?: string | undefined;
  onOpen?: ((row: Row) => void) | undefined;
  /** Called with the first and the last row in sight. */
  onRange?: ((first: number, last: number) => void) | undefined;
  scroller: RefObject<HTMLDivElement | null>;
}

const idOf = (key: string) => `live-${key}`;

/** Live rows as an ARIA grid: only those in sight exist. The focus stays on the grid and names the active row. */
export function LiveGrid<Row, Sort = never>(props: LiveGridProps<Row, Sort>) {
  const { active, columns, keyOf, label, moves, onActive, onOpen, onRange, openKey, rowAt, scroller, total } = props;
  const rowHeight = useRowHeight();
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  // biome-ignore lint/correctness/useExhaustiveDependencies: another density needs new measures
  useEffect(() => virtual.measure(), [rowHeight]);
  useEffect(() => onRange?.(first, last), [first, last, onRange]);
  const isMarked = active >= 0;
  // rows that come and go move the mark along; the reader stays where he is
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows moves, not places
  useEffect(() => {
    if (isMarked) virtual.scrollToIndex(active, { align: "auto" });
  }, [moves, isMarked, virtual]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || total === 0) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 600) / rowHeight) - 2);
    const steps: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: total - 1,
    };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onActive(Math.max(0, Math.min(total - 1, to)));
  };
  const at = active < 0 ? undefined : rowAt(active);
  const template = columns
    .map(({ width }, index) => (index === columns.length - 1 ? `minmax(${width}px, 1fr)` : `${width}px`))
    .join(" ");
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-activedescendant={at === undefined ? undefined : idOf(keyOf(at))}
      onKeyDown={onKeyDown}
      style={{ "--bd-columns": template } as CSSProperties}
    >
      <div className={classes.head} role="rowgroup">
        <div className={classes.headRow} role="row" aria-rowindex={1}>
          {columns.map((column) => (
            <Heading key={column.id} column={column} sort={props.sort} onSort={props.onSort} />
          ))}
        </div>
      </div>
      <div className={classes.body} role="rowgroup" style={{ blockSize: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rowAt(item.index);
          return (
            <LiveRow
              key={row === undefined ? item.index : keyOf(row)}
              id={row === undefined ? undefined : idOf(keyOf(row))}
              row={row}
              columns={columns as readonly LiveColumn<unknown, unknown>[]}
              index={item.index}
              start={item.start}
              active={item.index === active}
              open={row !== undefined && keyOf(row) === openKey}
              onActive={onActive}
              onOpen={onOpen as ((row: unknown) => void) | undefined}
            />
          );
        })}
      </div>
    </div>
  );
}

interface HeadingProps<Row, Sort> {
  column: LiveColumn<Row, Sort>;
  sort: Sort | undefined;
  onSort: ((sort: Sort) => void) | undefined;
}

function Heading<Row, Sort>({ column, sort, onSort }: HeadingProps<Row, Sort>) {
  const { i18n } = useLingui();
  const { number, sorts } = column;
  const at = sorts?.findIndex(({ by }) => by === sort) ?? -1;
  const sorted = sorts?.[at];
  const next = sorts?.[(at + 1) % sorts.length];
  const text = i18n._(column.label);
  return (
    <div
      className={classes.headCell}
      role="columnheader"
      data-number={number || undefined}
      aria-sort={sorted?.direction}
    >
      {next === undefined || onSort === undefined ? (
        <span>{text}</span>
      ) : (
        <button
          type="button"
          className={classes.sort}
          data-sorted={sorted ? true : undefined}
          onClick={() => onSort(next.by)}
        >
          {text}
          {sorted?.direction === "ascending" && <IconArrowUp size={13} aria-hidden />}
          {sorted?.direction === "descending" && <IconArrowDown size={13} aria-hidden />}
        </button>
      )}
    </div>
  );
}

interface LiveRowProps {
  id: string | undefined;
  row: unknown;
  columns: readonly LiveColumn<unknown, unknown>[];
  index: number;
  start: number;
  active: boolean;
  open: boolean;
  onActive: (index: number) => void;
  onOpen: ((row: unknown) => void) | undefined;
}

/** One row; drawn again only when something of it changed. A row that is not here yet keeps its place. */
const LiveRow = memo(function LiveRow({
  active,
  columns,
  id,
  index,
  onActive,
  onOpen,
  open,
  row,
  start,
}: LiveRowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid owns the keyboard, Enter opens the active row
    <div
      id={id}
      className={classes.row}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={open}
      aria-busy={row === undefined || undefined}
      data-active={active || undefined}
      data-open={open || undefined}
      style={{ transform: `translateY(${start}px)` }}
      onClick={() => {
        onActive(index);
        if (row !== undefined) onOpen?.(row);
      }}
    >
      {columns.map((column) => (
        <div key={column.id} className={classes.cell} role="gridcell" data-number={column.number || undefined}>
          {row === undefined ? <span className={classes.waiting} /> : column.cell(row)}
        </div>
      ))}
    </div>
  );
});
