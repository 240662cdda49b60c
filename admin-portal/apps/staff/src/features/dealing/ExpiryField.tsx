import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { clockAt, instantOf } from "../../app/days.ts";

interface ExpiryFieldProps {
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
}

/** When an order ends by itself, in the reader's time zone; empty is never. */
export function ExpiryField({ value, onChange, error }: ExpiryFieldProps) {
  const { t } = useLingui();
  return (
    <TextInput
      type="datetime-local"
      label={t`Ends`}
      description={t`In your time zone. Empty: when it is cancelled.`}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
    />
  );
}

/** As the field shows it. */
export const expiryText = (at: string | null | undefined, zone: string): string => (at ? clockAt(at, zone) : "");

/** As it is sent: null is never, undefined is no time at all. */
export function expiryOf(text: string, zone: string): string | null | undefined {
  return text === "" ? null : instantOf(text, zone);
}
