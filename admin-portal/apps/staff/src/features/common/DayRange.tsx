import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";

interface DayRangeProps {
  from: string | undefined;
  to: string | undefined;
  onFrom: (day: string | undefined) => void;
  onTo: (day: string | undefined) => void;
}

/** From a day to a day, itself included, in the reader's time zone. */
export function DayRange({ from, to, onFrom, onTo }: DayRangeProps) {
  const { t } = useLingui();
  return (
    <>
      <TextInput
        size="xs"
        type="date"
        aria-label={t`From day`}
        value={from ?? ""}
        max={to}
        onChange={(event) => onFrom(event.currentTarget.value || undefined)}
      />
      <TextInput
        size="xs"
        type="date"
        aria-label={t`To day, included`}
        value={to ?? ""}
        min={from}
        onChange={(event) => onTo(event.currentTarget.value || undefined)}
      />
    </>
  );
}
