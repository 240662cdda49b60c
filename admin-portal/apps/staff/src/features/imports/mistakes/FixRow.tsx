import { useLingui } from "@lingui/react/macro";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { memo } from "react";
import type { ImportColumn, ImportRow } from "../documents.ts";
import { cellKey } from "./cellFixes.ts";
import { FixField } from "./FixField.tsx";
import classes from "./FixGrid.module.css";
import { mistakeAt, rowMistake } from "./gridModel.ts";
import type { After } from "./useFixing.ts";

export const cellId = (row: number | undefined, column: number) => `fix-${row}-${column}`;

interface FixRowProps {
  row: ImportRow;
  columns: readonly ImportColumn[];
  index: number;
  start: number;
  /** -1 when the active cell is in another row. */
  activeColumn: number;
  /** What is typed in the active cell. */
  text: string | undefined;
  unsaved: ReadonlyMap<string, string>;
  onPick: (column: number, wrong: boolean) => void;
  onEdit: (column: number) => void;
  onCommit: (value: string, after: After) => void;
  onCancel: () => void;
}

/** One row with mistakes, as it stands in the file. */
export const FixRow = memo(function FixRow(props: FixRowProps) {
  const { activeColumn, columns, index, onCancel, onCommit, onEdit, onPick, row, start, text, unsaved } = props;
  const { t } = useLingui();
  return (
    <div className={classes.row} role="row" aria-rowindex={index + 2} style={{ transform: `translateY(${start}px)` }}>
      <div
        className={`${classes.cell} ${classes.line}`}
        role="rowheader"
        data-mistake={rowMistake(row) ? true : undefined}
        title={rowMistake(row)?.message}
      >
        {row.row}
      </div>
      {columns.map((column, at) => {
        const cell = row.cells?.[column.index];
        const typed = unsaved.get(cellKey({ row: row.row, column: column.index }));
        const mistake = typed === undefined ? mistakeAt(row, column) : undefined;
        const active = at === activeColumn;
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the grid owns the keyboard, Enter types in the active cell
          <div
            key={column.index}
            id={cellId(row.row, at)}
            className={classes.cell}
            role="gridcell"
            aria-invalid={mistake ? true : undefined}
            data-mistake={mistake ? true : undefined}
            data-fixed={cell?.fixed || typed !== undefined || undefined}
            data-active={active || undefined}
            data-masked={cell?.masked || undefined}
            onClick={() => !(active && text !== undefined) && onPick(at, mistake !== undefined)}
            onDoubleClick={() => onEdit(at)}
          >
            {active && text !== undefined ? (
              <FixField
                label={t`Line ${row.row}, ${column.name}`}
                text={text}
                onCommit={onCommit}
                onCancel={onCancel}
              />
            ) : (
              <>
                {mistake && <IconAlertTriangle size={13} aria-hidden />}
                {!mistake && cell?.fixed && <IconCheck size={13} aria-label={t`Mended`} role="img" />}
                <span title={mistake?.message}>
                  <bdi>{typed ?? cell?.value}</bdi>
                </span>
              </>
            )}
          </div>
        );
      })}
    </div>
  );
});
