import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { points, priceOf } from "./decimals.ts";

interface PriceFieldProps {
  label: string;
  value: string;
  onChange: (price: string) => void;
  digits: number;
  /** The price that the distance is counted from. */
  from?: string | null | undefined;
  point?: string | undefined;
  error?: string | undefined;
  autoFocus?: boolean;
}

/** A price, with its distance from the one now. */
export function PriceField({ autoFocus, digits, error, from, label, onChange, point, value }: PriceFieldProps) {
  const { t } = useLingui();
  const price = priceOf(value, digits);
  const away = price && point ? points(from, price, point) : undefined;
  const wrong = value.trim() !== "" && price === undefined;
  return (
    <TextInput
      label={label}
      description={away === undefined ? undefined : t`${away} points from the price now`}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error ?? (wrong ? t`A price with at most ${digits} decimals.` : undefined)}
      dir="ltr"
      inputMode="decimal"
      autoComplete="off"
      maxLength={24}
      {...(autoFocus ? { "data-autofocus": true } : {})}
    />
  );
}

/** What a price field stands for: a price, none (empty), or nothing that could be sent. */
export function levelOf(text: string, digits: number): { price: string | null } | undefined {
  if (text.trim() === "") return { price: null };
  const price = priceOf(text, digits);
  return price === undefined ? undefined : { price };
}
