import type { CustomFieldKind } from "@brokerdesk/api";
import type { I18n, MessageDescriptor } from "@lingui/core";
import { t as say } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Popover, Select, Stack, TextInput } from "@mantine/core";
import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import { countryName } from "../../../app/format.ts";
import { countryOptions } from "../../../app/places.ts";
import type { ImportColumn } from "../documents.ts";
import classes from "../Imports.module.css";
import { dateOrders, nameOrders } from "../labels.ts";

interface TransformsProps {
  column: ImportColumn;
  /** What it holds, when it becomes one of the broker's own fields. */
  kind: CustomFieldKind | undefined;
  onChange: (change: Partial<ImportColumn>) => void;
}

const longest = 200;

/** How the texts of a column are read: what is set now in words, and a small form to change it. */
export function Transforms({ column, kind, onChange }: TransformsProps) {
  const { t, i18n } = useLingui();
  const { dateOrder, field, name, nameOrder, phoneCountry, tidy } = column;
  const dates = field === "DATE_OF_BIRTH" || kind === "DATE";
  const read = summary(column, dates, i18n);
  const choices = <Key extends string>(names: Record<Key, MessageDescriptor>) =>
    (Object.keys(names) as Key[]).map((value) => ({ value, label: i18n._(names[value]) }));
  // the form is opened to look at what is set: its lists open when they are asked for
  const inside = { openOnFocus: false, comboboxProps: { withinPortal: false, shadow: "md" }, size: "xs" } as const;
  return (
    <Popover width={290} position="bottom-end" shadow="md" trapFocus returnFocus withRoles={false}>
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          leftSection={<IconAdjustmentsHorizontal size={14} aria-hidden />}
          aria-haspopup="dialog"
          aria-label={t`How ${name} is read: ${read}`}
        >
          {read}
        </Button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t`How ${name} is read`}>
        <Stack gap="sm" className={classes.transforms ?? ""}>
          {field === "PHONE" && (
            <Select
              {...inside}
              label={t`Numbers without a country code are from`}
              placeholder={t`the row's own country`}
              data={countryOptions()}
              value={phoneCountry}
              onChange={(value) => onChange({ phoneCountry: value })}
              searchable
              clearable
            />
          )}
          {dates && (
            <Select
              {...inside}
              label={t`Dates are written as`}
              data={choices(dateOrders)}
              value={dateOrder}
              allowDeselect={false}
              onChange={(value) => onChange({ dateOrder: value as ImportColumn["dateOrder"] })}
            />
          )}
          {field === "FULL_NAME" && (
            <Select
              {...inside}
              label={t`Names are written as`}
              data={choices(nameOrders)}
              value={nameOrder}
              allowDeselect={false}
              onChange={(value) => onChange({ nameOrder: value as ImportColumn["nameOrder"] })}
            />
          )}
          <TextInput
            size="xs"
            label={t`Where the cell is blank, put`}
            placeholder={t`nothing`}
            value={column.default ?? ""}
            maxLength={longest}
            onChange={(event) => onChange({ default: event.currentTarget.value || null })}
          />
          <Checkbox
            size="xs"
            label={t`Remove spaces that are too many`}
            checked={tidy}
            onChange={(event) => onChange({ tidy: event.currentTarget.checked })}
          />
          <p className={classes.about}>
            <Trans>Esc closes this. It is kept by itself.</Trans>
          </p>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** What is set for a column, in few words. */
function summary(column: ImportColumn, dates: boolean, i18n: I18n): string {
  const { dateOrder, default: blank, field, nameOrder, phoneCountry } = column;
  const parts = [
    field === "PHONE" && phoneCountry ? countryName(phoneCountry) : "",
    dates ? i18n._(dateOrders[dateOrder]) : "",
    field === "FULL_NAME" ? i18n._(nameOrders[nameOrder]) : "",
    blank ? say`blank: ${blank}` : "",
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(" · ") : say`As it is`;
}
