import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { periods } from "./periods.ts";

interface PeriodSelectProps {
  /** A period, one of `more`, or nothing for two days. */
  value: string;
  onChange: (value: string | null) => void;
  disabled?: boolean;
  /** Besides periods and two days. */
  more?: readonly { value: string; label: string }[];
}

/** When something was: in a period that moves with the day, or between two days. */
export function PeriodSelect({ value, onChange, disabled = false, more = [] }: PeriodSelectProps) {
  const { t, i18n } = useLingui();
  return (
    <Select
      size="xs"
      label={t`When`}
      data={[
        { value: "", label: t`between two days` },
        ...Object.entries(periods).map(([period, label]) => ({ value: period, label: i18n._(label) })),
        ...more,
      ]}
      value={value}
      allowDeselect={false}
      disabled={disabled}
      comboboxProps={{ withinPortal: false }}
      onChange={onChange}
    />
  );
}
