import { i18n } from "@lingui/core";

const formats = new Map<string, Intl.DateTimeFormat>();
let timeZone: string | undefined;

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

/** The first of these zones that the browser knows, else its own. */
export function zoneAmong(...zones: readonly string[]): string {
  return zones.find(isZone) ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined && Boolean(name);
  } catch {
    return false;
  }
}

/** From now on all times are written as this zone has them, in this style. */
export function readTimesIn(zone: string, { clock, dateStyle }: TimeStyle = {}): void {
  if (zone === timeZone && clock === style.clock && dateStyle === style.dateStyle) return;
  timeZone = zone;
  style = { clock, dateStyle };
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

const year = { year: "numeric" } as const;
const minutes = { hour: "2-digit", minute: "2-digit" } as const;
const seconds = { ...minutes, second: "2-digit" } as const;

/** A day as the reader wants it, and the time of day behind it. */
function written(name: string, at: Date, time: Intl.DateTimeFormatOptions = {}, withYear = true): string {
  const clock = { ...time, hourCycle: style.clock === "12" ? "h12" : "h23" } as const;
  if (style.dateStyle !== "iso") {
    const days = { day: "2-digit", month: "short", ...(withYear ? year : {}) } as const;
    return format(name, { ...days, ...clock }).format(at);
  }
  const days = isoDay(format("iso", { ...year, month: "2-digit", day: "2-digit" }).formatToParts(at));
  return time.hour ? `${days} ${format(`${name} clock`, clock).format(at)}` : days;
}

/** Year, month and day from left to right, whatever is written around them. */
function isoDay(parts: readonly Intl.DateTimeFormatPart[]): string {
  const day = ["year", "month", "day"].map((type) => parts.find((part) => part.type === type)?.value).join("-");
  return i18n.locale === "en" ? day : `\u2066${day}\u2069`;
}

/** `22 Nov 2026`: reads the same on both sides of the Atlantic. */
export function day(at: string): string {
  return written("day", new Date(at));
}

export function dateTime(at: string): string {
  return written("time", new Date(at), minutes);
}

/** A moment in a table: to the second, the year only when it is another one. */
export function rowTime(at: string, time: Intl.DateTimeFormatOptions = seconds): string {
  const date = new Date(at);
  const years = format("year", year);
  const thisYear = years.format(date) === years.format(new Date());
  return written(`row ${thisYear} ${time === seconds}`, date, time, !thisYear);
}

/** As {@link rowTime}, to the minute. */
export function rowMinute(at: string): string {
  return rowTime(at, minutes);
}

/** Seconds matter in an audit trail; the zone's name is behind them. */
export function exactTime(at: string): string {
  return written("exact", new Date(at), { ...seconds, timeZoneName: "short" });
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
  if (style.dateStyle === "iso") return i18n.locale === "en" ? date : `\u2066${date}\u2069`;
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
