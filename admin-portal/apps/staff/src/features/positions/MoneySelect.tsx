import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { environments } from "../trading-servers/labels.ts";
import classes from "./Positions.module.css";
import type { MoneyShown } from "./view.ts";

interface MoneySelectProps {
  value: MoneyShown;
  onChange: (money: MoneyShown) => void;
}

/** Real money, play money, or both beside each other: they are never added up. */
export function MoneySelect({ value, onChange }: MoneySelectProps) {
  const { t, i18n } = useLingui();
  const names: Record<MoneyShown, string> = {
    LIVE: i18n._(environments.LIVE.text),
    DEMO: i18n._(environments.DEMO.text),
    BOTH: t`Live and demo`,
  };
  return (
    <Select
      className={classes.filter ?? ""}
      size="xs"
      aria-label={t`Live or demo`}
      data={Object.entries(names).map(([money, label]) => ({ value: money, label }))}
      value={value}
      onChange={(money) => onChange(money as MoneyShown)}
      allowDeselect={false}
      comboboxProps={{ shadow: "md" }}
    />
  );
}
