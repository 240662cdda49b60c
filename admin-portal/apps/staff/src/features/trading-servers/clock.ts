import { t } from "@lingui/core/macro";
import { count } from "../../app/format.ts";

/** How far a wall clock is ahead of UTC: `UTC+03:00`. */
export function zone(seconds: number): string {
  const size = Math.abs(seconds);
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return `UTC${seconds < 0 ? "−" : "+"}${two(size / 3600)}:${two((size % 3600) / 60)}`;
}

/** How far a clock goes wrong; nothing within a second. */
export function drift(seconds: number | null | undefined): string | undefined {
  if (seconds === null || seconds === undefined || Math.abs(seconds) <= 1) return undefined;
  const size = Math.abs(seconds);
  return seconds > 0 ? t`${size} s fast` : t`${size} s slow`;
}

export function milliseconds(value: number): string {
  const digits = count(value, false);
  return t`${digits} ms`;
}
