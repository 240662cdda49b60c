import type { ClientSort, ClientSortField } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, useDirection } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import {
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type KeyboardEvent, type RefObject, useEffect, useMemo } from "react";
import type { ClientRow } from "../documents.ts";
import classes from "./ClientGrid.module.css";
import type { ListSnapshot } from "./clientPages.ts";
import { type ColumnChoice, inOrder } from "./columnChoice.ts";
import { type ClientColumn, columnOf } from "./columns.tsx";
import { GridRow, pinnedAt } from "./GridRow.tsx";

const features = tableFeatures({
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  rowSelectionFeature,
});
const helper = createColumnHelper<typeof features, ClientRow>();
const defined = (all: readonly (ClientColumn | undefined)[]) => all.filter((column) => column !== undefined);

export interface GridProps {
  snapshot: ListSnapshot;
  sort: ClientSort;
  onSort: (field: ClientSortField) => void;
  choice: ColumnChoice;
  onChoice: (choice: ColumnChoice) => void;
  /** The marked row; between two rows when it is gone. */
  activeIndex: number;
  /** Grows with each move of the mark. */
  moves: number;
  onActive: (index: number) => void;
  openId: string | undefined;
  onOpen: (row: ClientRow) => void;
  selected: ReadonlySet<string>;
  onSelect: (id: string, range: boolean) => void;
  onSelectAll: (all: boolean) => void;
  onNearEnd: () => void;
  onVisible: (ids: ReadonlySet<string>) => void;
  onRetry: () => void;
  scroller: RefObject<HTMLDivElement | null>;
  rowHeight: number;
}

/** Where each pinned column stays: behind the boxes and the pinned columns before it. */
function pinOffsets(pinned: readonly { getSize: () => number }[]): Record<string, string> {
  let offset = 0;
  return Object.fromEntries(
    pinned.map((header, at) => {
      const entry = [`--bd-pin-${at}`, `calc(2.25rem + ${offset}px)`] as const;
      offset += header.getSize();
      return entry;
    }),
  );
}

/** The list as an ARIA grid: only the rows in view exist; the focus stays on the grid and names the active row. */
export function ClientGrid(props: GridProps) {
  const { t, i18n } = useLingui();
  const { dir } = useDirection();
  const { snapshot, choice, onChoice, scroller, activeIndex, moves, onVisible, onNearEnd, rowHeight } = props;
  const rowSelection = useMemo(
    () => Object.fromEntries([...props.selected].map((id) => [id, true as const])),
    [props.selected],
  );
  const columnOrder = useMemo(() => inOrder(choice), [choice]);
  const known = columnOrder.join(" ");
  const columns = useMemo(
    () =>
      helper.columns(
        defined(known.split(" ").map(columnOf)).map((column) =>
          helper.display({ id: column.id, size: column.width, minSize: 64, maxSize: 600, meta: column as never }),
        ),
      ),
    [known],
  );
  const columnVisibility = useMemo(() => Object.fromEntries(choice.hidden.map((id) => [id, false])), [choice.hidden]);
  const table = useTable({
    features,
    columns,
    data: snapshot.rows as ClientRow[],
    getRowId: (row) => row.id,
    columnResizeMode: "onChange",
    columnResizeDirection: dir,
    state: { columnOrder, columnVisibility, columnSizing: choice.widths, rowSelection },
    onColumnSizingChange: (update) => {
      const widths = typeof update === "function" ? update(choice.widths) : update;
      onChoice({ ...choice, widths });
    },
  });
  const { rows } = table.getRowModel();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another density needs new measures
  useEffect(() => virtual.measure(), [rowHeight]);
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 40) onNearEnd();
  }, [last, rows.length, onNearEnd]);
  const visible = items.map((item) => rows[item.index]?.id ?? "").join(" ");
  useEffect(() => onVisible(new Set(visible.split(" "))), [visible, onVisible]);
  const isMarked = activeIndex > -1;
  // rows that come and go move the mark along; the reader stays where he is
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows moves, not places
  useEffect(() => {
    if (isMarked) virtual.scrollToIndex(Math.ceil(activeIndex), { align: "auto" });
  }, [moves, isMarked, virtual]);

  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  const template = `2.25rem ${headers.map((header, at) => (at === headers.length - 1 ? `minmax(${header.getSize()}px, 1fr)` : `${header.getSize()}px`)).join(" ")}`;
  const pins = headers.filter((header) => choice.pinned.includes(header.column.id)).length;
  const shown = defined(headers.map((header) => columnOf(header.column.id)));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 600) / rowHeight) - 2);
    const steps: Record<string, number> = {
      ArrowDown: activeIndex + 1,
      ArrowUp: activeIndex - 1,
      PageDown: activeIndex + page,
      PageUp: activeIndex - page,
      Home: 0,
      End: rows.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) {
      event.preventDefault();
      props.onActive(to);
    }
  };
  const active = rows[activeIndex];
  const all = rows.length > 0 && rows.every((row) => props.selected.has(row.id));
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      role="grid"
      tabIndex={0}
      aria-label={t`Clients`}
      aria-rowcount={snapshot.hasMore ? -1 : rows.length + 1}
      aria-colcount={shown.length + 1}
      aria-multiselectable
      aria-busy={snapshot.loadingMore}
      aria-activedescendant={active ? `client-${active.id}` : undefined}
      onKeyDown={onKeyDown}
      style={{ "--bd-columns": template, ...pinOffsets(headers.slice(0, pins)) } as CSSProperties}
    >
      <div className={classes.head} role="rowgroup">
        <div className={classes.headRow} role="row" aria-rowindex={1}>
          <div className={`${classes.headCell} ${classes.pick}`} role="columnheader">
            <input
              type="checkbox"
              className={classes.box}
              aria-label={t`Select all loaded clients`}
              checked={all}
              onChange={(event) => props.onSelectAll(event.currentTarget.checked)}
            />
          </div>
          {headers.map((header, at) => {
            const column = columnOf(header.column.id);
            if (column === undefined) return null;
            const sorted = column.sort !== undefined && props.sort.field === column.sort;
            const label = column.label ? i18n._(column.label) : column.heading;
            return (
              <div
                key={header.id}
                className={classes.headCell}
                role="columnheader"
                {...pinnedAt(at, pins)}
                aria-sort={sorted ? (props.sort.direction === "ASC" ? "ascending" : "descending") : undefined}
              >
                {column.sort === undefined ? (
                  <span>{label}</span>
                ) : (
                  <button
                    type="button"
                    className={classes.sort}
                    data-sorted={sorted || undefined}
                    onClick={() => column.sort && props.onSort(column.sort)}
                  >
                    {label}
                    {sorted &&
                      (props.sort.direction === "ASC" ? (
                        <IconArrowUp size={13} aria-hidden />
                      ) : (
                        <IconArrowDown size={13} aria-hidden />
                      ))}
                  </button>
                )}
                <span
                  className={classes.resizer}
                  aria-hidden
                  onMouseDown={header.getResizeHandler()}
                  onTouchStart={header.getResizeHandler()}
                />
              </div>
            );
          })}
        </div>
      </div>
      <div className={classes.body} role="rowgroup" style={{ blockSize: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <GridRow
              key={row.id}
              row={row.original}
              index={item.index}
              start={item.start}
              columns={shown}
              pins={pins}
              active={item.index === activeIndex}
              open={row.id === props.openId}
              selected={row.getIsSelected()}
              fresh={snapshot.fresh.has(row.id)}
              onOpen={props.onOpen}
              onActive={props.onActive}
              onSelect={props.onSelect}
            />
          );
        })}
      </div>
      {snapshot.loadingMore && (
        <div className={classes.tail} role="presentation">
          <Trans>Loading more…</Trans>
        </div>
      )}
      {snapshot.error && rows.length > 0 && (
        <div className={classes.tail} role="presentation">
          <span role="alert">
            <Trans>The next rows could not be loaded.</Trans>
          </span>
          <Button variant="default" onClick={props.onRetry}>
            <Trans>Try again</Trans>
          </Button>
        </div>
      )}
    </div>
  );
}
