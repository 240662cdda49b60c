import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Menu } from "@mantine/core";
import { IconCheck, IconStack2 } from "@tabler/icons-react";
import { fieldOf } from "../filter/fields.ts";
import { type Grouping, groupings } from "../list/view.ts";

/** By what the list is divided. */
export function GroupMenu({
  group,
  onChange,
}: {
  group: Grouping | undefined;
  onChange: (group: Grouping | undefined) => void;
}) {
  const { t, i18n } = useLingui();
  const choices: (Grouping | undefined)[] = [undefined, ...(Object.keys(groupings) as Grouping[])];
  return (
    <Menu position="bottom-end" shadow="md" width={190}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconStack2 size={15} stroke={1.7} />}>
          {group ? i18n._(fieldOf(group).label) : <Trans>Group</Trans>}
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t`Group by`}>
        {choices.map((choice) => (
          <Menu.Item
            key={choice ?? "none"}
            leftSection={choice === group ? <IconCheck size={16} aria-hidden /> : <span style={{ inlineSize: 16 }} />}
            aria-current={choice === group || undefined}
            onClick={() => onChange(choice)}
          >
            {choice ? i18n._(fieldOf(choice).label) : <Trans>No groups</Trans>}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
