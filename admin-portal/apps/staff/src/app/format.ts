import { i18n } from "@lingui/core";
import { clockAt, readDaysIn, readerZone } from "./days.ts";
import { forgetFormats, keptFormat } from "./keptFormats.ts";

/** How the reader wants days and times of day. */
export interface TimeStyle {
  /** `iso`: 2026-11-22. */
  dateStyle?: string;
  /** Hours of the clock: `12`, else 24. */
  clock?: string;
}

let style: TimeStyle = {};

/** The language that is shown, for `Intl`: day before month, and Latin digits in every script. */
export function formatLocale(): string {
  const chosen = i18n.locale || "en";
  return `${chosen === "en" ? "en-GB" : chosen}-u-nu-latn`;
}

/** From now on all times are written as this zone has them, in this style. */
export function readTimesIn(zone: string, wanted: TimeStyle = {}): void {
  // said on every page again: what was made for the same wishes stays
  if (zone === readerZone() && wanted.dateStyle === style.dateStyle && wanted.clock === style.clock) return;
  readDaysIn(zone);
  style = wanted;
  forgetFormats();
}

/** One format for each name in the language that is shown. */
export const inLanguage = <T>(name: string, make: (locale: string) => T): T =>
  keptFormat(`${i18n.locale} ${name}`, () => make(formatLocale()));

export function format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return inLanguage(
    `time ${name}`,
    (locale) => new Intl.DateTimeFormat(locale, { ...options, timeZone: readerZone() }),
  );
}

export const year = { year: "numeric" } as const;
export const minutes = { hour: "2-digit", minute: "2-digit" } as const;
export const seconds = { ...minutes, second: "2-digit" } as const;

/** A day as the reader wants it, and the time of day behind it. */
export function written(name: string, at: string, time?: Intl.DateTimeFormatOptions, withYear = true): string {
  const clock = { ...time, hourCycle: style.clock === "12" ? "h12" : "h23" } as const;
  if (style.dateStyle === "iso") {
    const days = calendarDate(clockAt(at, readerZone()).slice(0, 10));
    return time ? `${days} ${format(`${name} clock`, clock).format(new Date(at))}` : days;
  }
  return format(name, { day: "2-digit", month: "short", ...(withYear && year), ...clock }).format(new Date(at));
}

/** `22 Nov 2026`: reads the same on both sides of the Atlantic. */
export function day(at: string): string {
  return written("day", at);
}

export function dateTime(at: string): string {
  return written("time", at, minutes);
}

const instants = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g;

/** A sentence of the server, its instants as the reader has them. */
export const atHome = (said: string): string => said.replace(instants, dateTime);

/** Seconds matter in an audit trail; the zone's name is behind them. */
export function exactTime(at: string): string {
  return written("exact", at, { ...seconds, timeZoneName: "short" });
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
  const relative = inLanguage(
    "ago",
    (locale) => new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" }),
  );
  if (size < 60) return relative.format(0, "minute");
  if (size > 14 * 86_400) return day(at);
  const [unit, length] = steps.findLast(([, least]) => size >= least) ?? ["minute", 60];
  return relative.format(Math.trunc(seconds / length), unit);
}

/** A date of birth has no zone: it is shown as it was written. */
export function calendarDate(date: string): string {
  if (style.dateStyle === "iso") return i18n.locale === "en" ? date : `\u2066${date}\u2069`;
  const format = inLanguage(
    "calendar",
    (locale) => new Intl.DateTimeFormat(locale, { day: "2-digit", month: "short", year: "numeric", timeZone: "UTC" }),
  );
  return format.format(new Date(`${date}T00:00:00Z`));
}

function nameOf(type: "language" | "region", code: string | null | undefined): string {
  if (!code) return "";
  try {
    return inLanguage(type, () => new Intl.DisplayNames([i18n.locale || "en"], { type })).of(code) ?? code;
  } catch {
    return code;
  }
}

export function countryName(code: string | null | undefined): string {
  return nameOf("region", code?.toUpperCase());
}

export function languageName(code: string | null | undefined): string {
  return nameOf("language", code);
}

export function count(value: number, capped: boolean): string {
  const digits = inLanguage("count", (locale) => new Intl.NumberFormat(locale)).format(value);
  return capped ? `${digits}+` : digits;
}

/** A decimal as it came, with its digits grouped: nothing is rounded on the way. */
export function amount(decimal: string): string {
  const digits = decimal.split(".")[1]?.length ?? 0;
  const style = inLanguage(
    `amount ${digits}`,
    (locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  return style.format(decimal as Intl.StringNumericLiteral);
}
