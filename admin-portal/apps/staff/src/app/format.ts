import { i18n } from "@lingui/core";

const formats = new Map<string, Intl.DateTimeFormat>();
let timeZone: string | undefined;

/** The language that is shown, for `Intl`: day before month, and Latin digits in every script. */
export function formatLocale(): string {
  const chosen = i18n.locale || "en";
  return `${chosen === "en" ? "en-GB" : chosen}-u-nu-latn`;
}

/** The first of these zones that the browser knows, else its own. */
export function zoneAmong(...zones: readonly string[]): string {
  return zones.find(isZone) ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function isZone(name: string): boolean {
  try {
    return name !== "" && new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** All times are written as this zone has them from now on. */
export function readTimesIn(zone: string): void {
  if (zone === timeZone) return;
  timeZone = zone;
  formats.clear();
}

/** The zone in which the reader reads times. */
export function readerZone(): string {
  return timeZone ?? zoneAmong();
}

function format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${i18n.locale} ${name}`;
  let made = formats.get(key);
  if (made === undefined) {
    made = new Intl.DateTimeFormat(formatLocale(), {
      ...options,
      ...(timeZone ? { timeZone } : {}),
    });
    formats.set(key, made);
  }
  return made;
}

/** `22 Nov 2026`: reads the same on both sides of the Atlantic. */
export function day(at: string): string {
  return format("day", { day: "2-digit", month: "short", year: "numeric" }).format(new Date(at));
}

export function dateTime(at: string): string {
  return format("time", {
    day: "2-digit",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(new Date(at));
}

/** A moment in a table: to the second, the year only when it is another one. */
export function rowTime(at: string): string {
  const date = new Date(at);
  const year = format("year", { year: "numeric" });
  const thisYear = year.format(date) === year.format(new Date());
  return format(thisYear ? "row" : "row of another year", {
    day: "2-digit",
    month: "short",
    ...(thisYear ? {} : { year: "numeric" }),
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).format(date);
}

/** Seconds matter in an audit trail. */
export function exactTime(at: string): string {
  return format("exact", {
    day: "2-digit",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  }).format(new Date(at));
}

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["minute", 60],
  ["hour", 3600],
  ["day", 86_400],
];

/** `5 min. ago`, `in 3 days`; after two weeks the day itself. */
export function ago(at: string, now: number = Date.now()): string {
  const seconds = (Date.parse(at) - now) / 1000;
  const size = Math.abs(seconds);
  const relative = new Intl.RelativeTimeFormat(formatLocale(), {
    numeric: "auto",
    style: "short",
  });
  if (size < 60) return relative.format(0, "minute");
  if (size > 14 * 86_400) return day(at);
  const [unit, length] = steps.findLast(([, least]) => size >= least) ?? ["minute", 60];
  return relative.format(Math.trunc(seconds / length), unit);
}

/** As {@link ago}, to the second: for figures that are old after a minute. */
export function age(at: string, now: number = Date.now()): string {
  const seconds = Math.trunc((Date.parse(at) - now) / 1000);
  if (seconds <= -60 || seconds >= 60) return ago(at, now);
  return new Intl.RelativeTimeFormat(formatLocale(), { numeric: "auto", style: "short" }).format(seconds, "second");
}

/** A date of birth has no zone: it is shown as it was written. */
export function calendarDate(date: string): string {
  return new Intl.DateTimeFormat(formatLocale(), {
    day: "2-digit",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  }).format(new Date(`${date}T00:00:00Z`));
}

export function countryName(code: string | null | undefined): string {
  if (!code) return "";
  try {
    return new Intl.DisplayNames([i18n.locale || "en"], { type: "region" }).of(code.toUpperCase()) ?? code;
  } catch {
    return code;
  }
}

export function languageName(code: string | null | undefined): string {
  if (!code) return "";
  try {
    return new Intl.DisplayNames([i18n.locale || "en"], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

export function count(value: number, capped: boolean): string {
  const digits = new Intl.NumberFormat(formatLocale()).format(value);
  return capped ? `${digits}+` : digits;
}

/** A decimal as it came, with its digits grouped: nothing is rounded on the way. */
export function amount(decimal: string): string {
  const digits = decimal.split(".")[1]?.length ?? 0;
  const style = new Intl.NumberFormat(formatLocale(), { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return style.format(decimal as Intl.StringNumericLiteral);
}
