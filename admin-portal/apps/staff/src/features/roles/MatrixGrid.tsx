import { useDirection } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { nextPlace, type Place } from "./gridKeys.ts";
import classes from "./Matrix.module.css";
import { type Cell, MatrixCell } from "./MatrixCell.tsx";

interface MatrixGridProps {
  label: string;
  /** Heading of the first column. */
  corner: string;
  rows: readonly { key: string; name: string }[];
  columns: readonly { key: string; name: string; hint?: string }[];
  /** A place of the table that has no cell is a gap. */
  cell: (row: string, column: string) => Cell | undefined;
  onChange: (row: string, column: string, value: string) => void;
  /** Shown while no cell is pointed at. */
  idle: ReactNode;
}

/**
 * Rows × columns of small choices, by mouse and by keyboard: arrows move, Enter opens the choices, the first letter
 * of a choice takes it. What the cell under focus or pointer means stands in words below.
 */
export function MatrixGrid({ label, corner, rows, columns, cell, onChange, idle }: MatrixGridProps) {
  const { dir } = useDirection();
  const explanation = useId();
  const table = useRef<HTMLTableElement>(null);
  const [pointed, setPointed] = useState<Place>();
  const [focused, setFocused] = useState<Place>();
  const at = ({ row, column }: Place) => {
    const [r, c] = [rows[row], columns[column]];
    return r && c ? cell(r.key, c.key) : undefined;
  };
  const exists = (place: Place) => at(place) !== undefined;
  const size = { rows: rows.length, columns: columns.length };
  const entry = focused && exists(focused) ? focused : nextPlace("Mod+Home", { row: 0, column: 0 }, size, exists);
  const shown = pointed ?? focused;
  const explained = shown && at(shown);

  const onKeyDown = (event: KeyboardEvent, place: Place) => {
    if (event.altKey) return;
    const key = `${event.ctrlKey || event.metaKey ? "Mod+" : ""}${event.key}`;
    const next = nextPlace(key, place, size, exists, dir === "rtl");
    if (next !== undefined) {
      event.preventDefault();
      setFocused(next);
      table.current?.querySelector<HTMLElement>(`[data-place="${next.row}-${next.column}"]`)?.focus();
      return;
    }
    const model = at(place);
    const [row, column] = [rows[place.row], columns[place.column]];
    if (!model || !row || !column || model.locked || key.length !== 1) return;
    const option = model.options.find((each) => each.label.toLocaleLowerCase().startsWith(key.toLocaleLowerCase()));
    if (!option || option.reason) return;
    event.preventDefault();
    onChange(row.key, column.key, option.value);
  };

  return (
    <div className={classes.frame}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only clears what the pointer showed */}
      <div className={classes.scroll} onMouseLeave={() => setPointed(undefined)}>
        <table className={classes.matrix} role="grid" aria-label={label} ref={table}>
          <thead>
            <tr>
              <th scope="col">{corner}</th>
              {columns.map((column) => (
                <th
                  key={column.key}
                  scope="col"
                  title={column.hint}
                  data-pointed={columns[shown?.column ?? -1] === column || undefined}
                >
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, r) => (
              <tr key={row.key} data-pointed={shown?.row === r || undefined}>
                <th scope="row">{row.name}</th>
                {columns.map((column, c) => {
                  const model = cell(row.key, column.key);
                  if (model === undefined)
                    return <td key={column.key} role="gridcell" className={classes.gap} aria-disabled />;
                  const place = { row: r, column: c };
                  return (
                    <td key={column.key} role="gridcell" aria-readonly={model.locked ? true : undefined}>
                      <MatrixCell
                        cell={model}
                        name={`${row.name}, ${column.name}`}
                        place={`${r}-${c}`}
                        tabbable={entry?.row === r && entry.column === c}
                        describedBy={explanation}
                        onFocus={() => setFocused(place)}
                        onPoint={() => setPointed(place)}
                        onKeyDown={(event) => onKeyDown(event, place)}
                        onChange={(value) => onChange(row.key, column.key, value)}
                      />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={classes.explanation} id={explanation}>
        {explained && shown ? (
          <>
            <strong>
              {rows[shown.row]?.name} · {columns[shown.column]?.name}
            </strong>{" "}
            {explained.explanation}
          </>
        ) : (
          idle
        )}
      </div>
    </div>
  );
}
