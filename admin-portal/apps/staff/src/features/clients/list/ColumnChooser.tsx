import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Checkbox, Popover } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconColumns3 } from "@tabler/icons-react";
import classes from "./ColumnChooser.module.css";
import { type ColumnChoice, moveColumn, showColumn, usualColumns } from "./columnChoice.ts";
import { clientColumns } from "./columns.tsx";

/** Shows, hides and orders columns with buttons: no dragging needed. */
export function ColumnChooser({
  choice,
  onChange,
}: {
  choice: ColumnChoice;
  onChange: (choice: ColumnChoice) => void;
}) {
  const { t, i18n } = useLingui();
  return (
    <Popover position="bottom-end" shadow="md" width={290} trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={15} stroke={1.7} />}>
          <Trans>Columns</Trans>
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label={t`Columns`}>
        <div className={classes.list}>
          {choice.order.map((id, at) => {
            const column = clientColumns.find((each) => each.id === id);
            if (column === undefined) return null;
            const label = i18n._(column.label);
            return (
              <div key={id} className={classes.row}>
                <Checkbox
                  size="xs"
                  label={label}
                  checked={!choice.hidden.includes(id)}
                  disabled={id === "name"}
                  onChange={(event) => onChange(showColumn(choice, id, event.currentTarget.checked))}
                />
                <span className={classes.moves}>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={24}
                    aria-label={t`Move ${label} forward`}
                    disabled={at === 0}
                    onClick={() => onChange(moveColumn(choice, id, -1))}
                  >
                    <IconArrowUp size={14} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={24}
                    aria-label={t`Move ${label} back`}
                    disabled={at === choice.order.length - 1}
                    onClick={() => onChange(moveColumn(choice, id, 1))}
                  >
                    <IconArrowDown size={14} />
                  </ActionIcon>
                </span>
              </div>
            );
          })}
        </div>
        <Button variant="subtle" fullWidth mt="xs" onClick={() => onChange(usualColumns)}>
          <Trans>As usual</Trans>
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
