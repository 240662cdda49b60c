import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Checkbox, SegmentedControl } from "@mantine/core";
import { IconGripVertical, IconMinus, IconPin, IconPinFilled, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { type Density, densities } from "../../../app/preferences.ts";
import { MoveButtons } from "../../common/MoveButtons.tsx";
import { useCustomBook } from "../../custom-fields/useCustomBook.ts";
import classes from "./ColumnChooser.module.css";
import {
  type ColumnChoice,
  inOrder,
  moveColumn,
  pinColumn,
  placeColumn,
  showColumn,
  usualColumns,
} from "./columnChoice.ts";
import { columnOf } from "./columns.tsx";
import { resizeColumn } from "./columnWidth.ts";

export interface ColumnListProps {
  choice: ColumnChoice;
  onChange: (choice: ColumnChoice) => void;
  /** Of the view; none leaves it to the reader's settings. */
  density: Density | undefined;
  onDensity: (density: Density | undefined) => void;
}

const widths = [
  [-1, IconMinus],
  [1, IconPlus],
] as const;

/** Shows, hides, pins, widens and orders columns: by buttons, or by dragging; and how high the rows are. */
export default function ColumnList({ choice, onChange, density, onDensity }: ColumnListProps) {
  const { t, i18n } = useLingui();
  const [dragged, setDragged] = useState<string>();
  const custom = useCustomBook(true);
  // the broker's own fields that this choice does not know yet
  const more = custom.inUse.map((field) => field.id).filter((id) => !choice.order.includes(id));
  const move = (id: string, by: 1 | -1) => {
    const next = moveColumn(choice, id, by);
    return next === choice ? undefined : () => onChange(next);
  };
  const resize = (id: string, by: 1 | -1) => {
    const next = resizeColumn(choice, id, by);
    return next === choice ? undefined : () => onChange(next);
  };
  return (
    <>
      <div className={classes.list}>
        {[...inOrder(choice), ...more].map((id) => {
          const column = columnOf(id);
          if (column === undefined) return null;
          const label = column.label ? i18n._(column.label) : (custom.find(id)?.label ?? t`Own field`);
          const loose = more.includes(id);
          const pinned = choice.pinned.includes(id);
          const Pin = pinned ? IconPinFilled : IconPin;
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: the buttons in it do the same by keyboard
            <div
              key={id}
              className={classes.row}
              data-dragged={dragged === id || undefined}
              draggable={!loose}
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = "move";
                setDragged(id);
              }}
              onDragEnd={() => setDragged(undefined)}
              onDragOver={(event) => {
                if (dragged === undefined) return;
                event.preventDefault();
                const next = placeColumn(choice, dragged, id);
                if (next !== choice) onChange(next);
              }}
              onDrop={(event) => event.preventDefault()}
            >
              <IconGripVertical size={14} className={classes.grip ?? ""} aria-hidden />
              <Checkbox
                className={classes.check ?? ""}
                size="xs"
                label={label}
                checked={!loose && !choice.hidden.includes(id)}
                disabled={id === "name"}
                onChange={(event) => onChange(showColumn(choice, id, event.currentTarget.checked))}
              />
              <span className={classes.moves}>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={24}
                  aria-label={t`Keep ${label} in view`}
                  aria-pressed={pinned}
                  disabled={loose}
                  onClick={() => onChange(pinColumn(choice, id, !pinned))}
                >
                  <Pin size={14} />
                </ActionIcon>
                {widths.map(([by, Icon]) => {
                  const act = loose || choice.hidden.includes(id) ? undefined : resize(id, by);
                  return (
                    <ActionIcon
                      key={by}
                      variant="subtle"
                      color="gray"
                      size={24}
                      aria-label={by < 0 ? t`Make ${label} narrower` : t`Make ${label} wider`}
                      disabled={act === undefined}
                      onClick={act}
                    >
                      <Icon size={14} />
                    </ActionIcon>
                  );
                })}
                <MoveButtons
                  labels={[t`Move ${label} forward`, t`Move ${label} back`]}
                  onUp={move(id, -1)}
                  onDown={move(id, 1)}
                />
              </span>
            </div>
          );
        })}
      </div>
      <Button variant="subtle" fullWidth mt="xs" onClick={() => onChange(usualColumns)}>
        <Trans>As usual</Trans>
      </Button>
      <SegmentedControl
        size="xs"
        fullWidth
        mt="xs"
        aria-label={t`Height of rows`}
        value={density ?? "own"}
        onChange={(value) => onDensity(densities.find((each) => each === value))}
        data={[
          { value: "own", label: t`As set` },
          { value: "compact", label: t`Low` },
          { value: "normal", label: t`Normal` },
          { value: "comfortable", label: t`High` },
        ]}
      />
    </>
  );
}
