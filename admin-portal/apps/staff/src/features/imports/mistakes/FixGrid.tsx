import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, useDirection } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type KeyboardEvent, useEffect, useRef } from "react";
import { ErrorState, Loading } from "../../../app/states.tsx";
import { useRowHeight } from "../../clients/list/useRowHeight.ts";
import type { ImportColumn } from "../documents.ts";
import { targetOf } from "../mapping.ts";
import type { RowSnapshot } from "../rowPages.ts";
import type { CellFix, FixSnapshot } from "./cellFixes.ts";
import classes from "./FixGrid.module.css";
import { FixHelp } from "./FixHelp.tsx";
import { cellId, FixRow } from "./FixRow.tsx";
import { moved, nextMistake, sameMistakes } from "./gridModel.ts";
import type { ProblemKind } from "./MistakeKinds.tsx";
import { useFixing } from "./useFixing.ts";

interface FixGridProps {
  columns: readonly ImportColumn[];
  /** How many rows have mistakes. */
  total: number;
  snapshot: RowSnapshot;
  fixed: FixSnapshot;
  kind: ProblemKind | undefined;
  onNext: () => void;
  onRetry: () => void;
  onFix: (cells: readonly CellFix[]) => void;
}

/** How wide a column is: addresses are long, the last one takes what is left. */
function widthOf({ field }: ImportColumn, last: boolean): string {
  const width = field === "EMAIL" ? "15rem" : field === "LANGUAGE" || field === "COUNTRY" ? "8rem" : "11rem";
  return last ? `minmax(${width}, 1fr)` : width;
}

/**
 * Rows with mistakes as an ARIA grid: only those in sight exist. The focus stays on the grid and names the active cell;
 * while a cell is typed in, the focus is in its field.
 */
export function FixGrid({ columns: all, total, snapshot, fixed, kind, onNext, onRetry, onFix }: FixGridProps) {
  const { t } = useLingui();
  const { dir } = useDirection();
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();
  const columns = all.filter((each) => targetOf(each) !== null);
  const { rows } = snapshot;
  const fixing = useFixing({
    rows,
    columns,
    unsaved: fixed.unsaved,
    onFix,
    focusGrid: () => scroller.current?.focus({ preventScroll: true }),
  });
  const { active, begin, setActive } = fixing;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another density needs new measures
  useEffect(() => virtual.measure(), [rowHeight]);
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 30) onNext();
  }, [last, rows.length, onNext]);
  const activeId =
    rows[active.row] && columns[active.column] ? cellId(rows[active.row]?.row, active.column) : undefined;
  useEffect(() => {
    virtual.scrollToIndex(active.row, { align: "auto" });
  }, [active.row, virtual]);
  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [activeId]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || rows.length === 0) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2);
    const mod = event.ctrlKey || event.metaKey;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const jump = mod && step !== 0 ? nextMistake(rows, columns, active, step === 1 ? 1 : -1) : undefined;
    const to = jump ?? (mod ? undefined : moved(event.key, active, rows.length, columns.length, page, dir === "rtl"));
    if (to !== undefined) setActive(to);
    else if (mod || event.altKey) return;
    else if (event.key === "Enter" || event.key === "F2") begin(active);
    else if (event.key === "Delete" || event.key === "Backspace") begin(active, "");
    else if (event.key.length === 1 && event.key !== " ") begin(active, event.key);
    else return;
    event.preventDefault();
  };
  if (rows.length === 0 && snapshot.error) return <ErrorState error={snapshot.error} onRetry={onRetry} />;
  if (rows.length === 0 && (snapshot.loading || snapshot.more)) return <Loading />;
  if (rows.length === 0) {
    return (
      <p className={classes.none}>
        {kind ? (
          <Trans>This keeps no row back: it is only worth a look.</Trans>
        ) : (
          <Trans>No row with a mistake is left.</Trans>
        )}
      </p>
    );
  }
  const [row, column] = [rows[active.row], columns[active.column]];
  const lastFix = fixing.last;
  const alike = lastFix
    ? sameMistakes(snapshot.rows, lastFix.column, lastFix.old).filter((each) => each.row !== lastFix.row)
    : [];
  const mendAlike = () => {
    if (!lastFix) return;
    onFix(alike.map((each) => ({ row: each.row, column: lastFix.column.index, value: lastFix.value })));
    fixing.setLast(undefined);
    scroller.current?.focus({ preventScroll: true });
  };
  const template = `4rem ${columns.map((each, at) => widthOf(each, at === columns.length - 1)).join(" ")}`;
  return (
    <div className={classes.frame}>
      <div
        ref={scroller}
        className={classes.scroller}
        role="grid"
        tabIndex={0}
        aria-label={t`Rows with mistakes`}
        aria-describedby="import-fix-help"
        aria-rowcount={kind ? -1 : Math.max(total, rows.length) + 1}
        aria-colcount={columns.length + 1}
        aria-busy={snapshot.loading}
        aria-activedescendant={activeId}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          if (event.target !== event.currentTarget) return;
          event.preventDefault();
          event.stopPropagation();
          fixing.put(active, event.clipboardData.getData("text/plain").trim());
        }}
        style={{ "--bd-columns": template } as CSSProperties}
      >
        <div className={classes.head} role="rowgroup">
          <div className={classes.headRow} role="row" aria-rowindex={1}>
            <div className={`${classes.headCell} ${classes.line}`} role="columnheader">
              <Trans>Line</Trans>
            </div>
            {columns.map(({ index, name }) => (
              <div key={index} className={classes.headCell} role="columnheader">
                <bdi>{name}</bdi>
              </div>
            ))}
          </div>
        </div>
        <div className={classes.body} role="rowgroup" style={{ blockSize: virtual.getTotalSize() }}>
          {items.map((item) => {
            const each = rows[item.index];
            if (each === undefined) return null;
            const here = item.index === active.row;
            return (
              <FixRow
                key={each.row}
                row={each}
                columns={columns}
                index={item.index}
                start={item.start}
                activeColumn={here ? active.column : -1}
                text={here ? fixing.text : undefined}
                unsaved={fixed.unsaved}
                onPick={(at, wrong) => (wrong ? begin : setActive)({ row: item.index, column: at })}
                onEdit={(at) => begin({ row: item.index, column: at })}
                onCommit={fixing.commit}
                onCancel={fixing.cancel}
              />
            );
          })}
        </div>
      </div>
      <FixHelp row={row} column={column} />
      {snapshot.error && (
        <p className={classes.more} role="alert">
          <Trans>The next rows could not be loaded.</Trans>
          <Button variant="default" onClick={onRetry}>
            <Trans>Try again</Trans>
          </Button>
        </p>
      )}
      {lastFix && alike.length > 0 && (
        <p className={classes.more} role="status">
          <Plural
            value={alike.length}
            one={`“${lastFix.old}” stands in # more row that is loaded.`}
            other={`“${lastFix.old}” stands in # more rows that are loaded.`}
          />
          <Button variant="light" onClick={mendAlike}>
            <Trans>Put “{lastFix.value}” there too</Trans>
          </Button>
        </p>
      )}
    </div>
  );
}
