import { useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import type { KeyboardEvent, ReactNode } from "react";
import classes from "./Matrix.module.css";

export interface CellOption {
  value: string;
  label: string;
  hint: string;
  /** Why it cannot be chosen. */
  reason?: string | undefined;
}

export interface Cell {
  value: string;
  /** What the cell shows. */
  text: string;
  /** How much that is: 0 nothing … 3 everything. */
  weight: 0 | 1 | 2 | 3;
  /** Taken away whatever other roles give. */
  denied?: boolean;
  /** Not a rule of its own: taken from elsewhere. */
  inherited?: boolean;
  /** Differs from what is saved. */
  changed?: boolean;
  /** Why nothing can be chosen here. */
  locked?: string | undefined;
  options: readonly CellOption[];
  /** Few choices: one click takes the next that can be chosen. */
  toggle?: boolean;
  /** The cell in words: what it allows, and what limits it. */
  explanation: ReactNode;
}

interface MatrixCellProps {
  cell: Cell;
  name: string;
  place: string;
  tabbable: boolean;
  describedBy: string;
  onFocus: () => void;
  onPoint: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onChange: (value: string) => void;
}

export function MatrixCell({
  cell,
  name,
  place,
  tabbable,
  describedBy,
  onChange,
  onPoint,
  ...events
}: MatrixCellProps) {
  const { t } = useLingui();
  const other = cell.toggle ? nextChoice(cell) : undefined;
  const impossible = cell.locked !== undefined || (cell.toggle === true && other === undefined);
  const notes = [cell.inherited ? t`inherited` : "", cell.changed ? t`changed` : ""].filter(Boolean).join(", ");
  const button = (
    <button
      type="button"
      className={classes.cell}
      data-place={place}
      data-weight={cell.weight}
      data-inherited={cell.inherited || undefined}
      data-denied={cell.denied || undefined}
      data-changed={cell.changed || undefined}
      tabIndex={tabbable ? 0 : -1}
      aria-label={[`${name}: ${cell.text}`, notes].filter(Boolean).join(", ")}
      aria-describedby={describedBy}
      aria-disabled={impossible || undefined}
      {...(cell.toggle ? { "aria-pressed": cell.weight > 0 } : {})}
      onMouseEnter={onPoint}
      {...events}
      {...(cell.toggle && !impossible && other ? { onClick: () => onChange(other.value) } : {})}
    >
      {cell.text}
    </button>
  );
  if (cell.toggle || impossible) return button;
  return (
    <Menu shadow="md" position="bottom" width={250} returnFocus withinPortal>
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={cell.value} onChange={onChange}>
          {cell.options.map((option) => (
            <Menu.RadioItem
              key={option.value}
              value={option.value}
              closeMenuOnClick={!option.reason}
              aria-disabled={option.reason ? true : undefined}
              className={classes.option ?? ""}
              {...(option.reason ? { onChange: () => undefined } : {})}
            >
              {option.label}
              <span className={classes.hint}>{option.reason ?? option.hint}</span>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The choice after the present one that can be taken, from the first again after the last. */
function nextChoice({ options, value }: Cell): CellOption | undefined {
  const at = options.findIndex((option) => option.value === value);
  return [...options.slice(at + 1), ...options.slice(0, Math.max(at, 0))].find((option) => !option.reason);
}
