import { useLingui } from "@lingui/react/macro";
import { type CSSProperties, memo } from "react";
import type { ClientRow } from "../documents.ts";
import classes from "./ClientGrid.module.css";
import type { ClientColumn } from "./columns.tsx";

interface GridRowProps {
  row: ClientRow;
  index: number;
  start: number;
  columns: readonly ClientColumn[];
  /** How many of the columns stay while the others scroll sideways. */
  pins: number;
  active: boolean;
  open: boolean;
  selected: boolean;
  fresh: boolean;
  onOpen: (row: ClientRow) => void;
  onActive: (index: number) => void;
  onSelect: (id: string, range: boolean) => void;
}

/** What makes a cell of the first `pins` columns stay in view. */
export function pinnedAt(at: number, pins: number): { "data-pinned"?: "last" | "yes"; style?: CSSProperties } {
  if (at >= pins) return {};
  return { "data-pinned": at === pins - 1 ? "last" : "yes", style: { insetInlineStart: `var(--bd-pin-${at})` } };
}

function sameColumns(a: readonly ClientColumn[], b: readonly ClientColumn[]): boolean {
  return a.length === b.length && a.every((column, at) => column === b[at]);
}

/** One row; drawn again only when something of it changed, never for a scroll. */
export const GridRow = memo(
  function GridRow({
    row,
    index,
    start,
    columns,
    pins,
    active,
    open,
    selected,
    fresh,
    onOpen,
    onActive,
    onSelect,
  }: GridRowProps) {
    const { t } = useLingui();
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the grid owns the keyboard, Enter opens the active row
      <div
        id={`client-${row.id}`}
        className={classes.row}
        role="row"
        aria-rowindex={index + 2}
        aria-selected={selected}
        data-active={active || undefined}
        data-open={open || undefined}
        data-selected={selected || undefined}
        data-fresh={fresh || undefined}
        data-archived={row.archivedAt ? true : undefined}
        style={{ transform: `translateY(${start}px)` }}
        onClick={() => {
          onActive(index);
          onOpen(row);
        }}
      >
        <div
          className={`${classes.cell} ${classes.pick}`}
          role="gridcell"
          onClick={(event) => event.stopPropagation()}
          onKeyDown={(event) => event.stopPropagation()}
        >
          <input
            type="checkbox"
            className={classes.box}
            tabIndex={-1}
            aria-label={t`Select ${row.displayName}`}
            checked={selected}
            onChange={({ nativeEvent }) => onSelect(row.id, "shiftKey" in nativeEvent && nativeEvent.shiftKey === true)}
          />
        </div>
        {columns.map((column, at) => (
          <div key={column.id} className={classes.cell} role="gridcell" {...pinnedAt(at, pins)}>
            {column.cell(row)}
          </div>
        ))}
      </div>
    );
  },
  (before, after) => {
    const { columns: a, ...left } = before;
    const { columns: b, ...right } = after;
    const keys = Object.keys(left) as (keyof typeof left)[];
    return sameColumns(a, b) && keys.every((key) => left[key] === right[key]);
  },
);
