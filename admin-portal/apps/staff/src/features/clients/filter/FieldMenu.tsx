import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Menu } from "@mantine/core";
import { IconFilterPlus } from "@tabler/icons-react";
import { ReasonTooltip } from "../../../app/rights.tsx";
import { useViewer } from "../../../app/viewer.tsx";
import { ListPart } from "../custom/listPart.tsx";
import { fieldNames, fieldOf } from "./fields.ts";
import type { Condition } from "./tree.ts";

/** Which field to ask about. Sealed fields say why they cannot be asked. */
export function FieldMenu({ onPick, disabled }: { onPick: (start: Condition) => void; disabled?: boolean }) {
  const { t, i18n } = useLingui();
  const { readsInFull } = useViewer();
  return (
    <Menu position="bottom-start" shadow="md" width={210} disabled={disabled ?? false}>
      <Menu.Target>
        <Button variant="subtle" leftSection={<IconFilterPlus size={15} stroke={1.7} />} disabled={disabled ?? false}>
          <Trans>Filter</Trans>
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: "auto" }}>
        {fieldNames.map((name) => {
          const field = fieldOf(name);
          const label = i18n._(field.label);
          const closed = field.sealed !== undefined && !readsInFull(field.sealed);
          return (
            <ReasonTooltip key={name} reason={closed ? t`Only for people who may read this field in full.` : null}>
              <Menu.Item
                data-disabled={closed || undefined}
                aria-disabled={closed}
                onClick={() => !closed && onPick({ field: name })}
                closeMenuOnClick={!closed}
              >
                {label}
              </Menu.Item>
            </ReasonTooltip>
          );
        })}
        <ListPart part="items" onPick={onPick} />
      </Menu.Dropdown>
    </Menu>
  );
}
