import { ActionIcon, Menu } from "@mantine/core";
import { type Icon, IconDots } from "@tabler/icons-react";
import classes from "./RowMenu.module.css";

export interface RowAction {
  label: string;
  icon: Icon;
  run: () => void;
  /** Why it cannot be done now; shown below the label. */
  reason?: string | null | undefined;
  danger?: boolean;
}

/** What can be done with one row. An impossible action stays in the list and says why. */
export function RowMenu({ label, actions }: { label: string; actions: readonly RowAction[] }) {
  return (
    <Menu position="bottom-end" shadow="md" width={250}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={28} aria-label={label}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map((action) => (
          <Menu.Item
            key={action.label}
            className={classes.item ?? ""}
            leftSection={<action.icon size={16} />}
            aria-disabled={action.reason ? true : undefined}
            closeMenuOnClick={!action.reason}
            {...(action.danger && !action.reason ? { "data-danger": true } : {})}
            {...(action.reason ? {} : { onClick: action.run })}
          >
            {action.label}
            {action.reason && <span className={classes.reason}>{action.reason}</span>}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
