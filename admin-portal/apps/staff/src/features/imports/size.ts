import { formatLocale } from "../../app/format.ts";

const units = [
  ["gigabyte", 1_000_000_000],
  ["megabyte", 1_000_000],
  ["kilobyte", 1000],
] as const;

/** A size as people read it, `1.2 MB`: in thousands, as file managers count. */
export function fileSize(bytes: number): string {
  const [unit, length] = units.find(([, least]) => bytes >= least) ?? (["byte", 1] as const);
  const digits = unit === "byte" || bytes / length >= 100 ? 0 : 1;
  return new Intl.NumberFormat(formatLocale(), {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: digits,
  }).format(bytes / length);
}
