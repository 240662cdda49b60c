/** What somebody typed as a time, read in the zone in which that person reads times. */
import { keptFormat } from "../../app/keptFormats.ts";
import { plainWords } from "./words.ts";

interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
const dayNames = /^(sun|mon|tue|wed|thu|fri|sat)(?:day|sday|nesday|rsday|urday)?$/;
/** When nobody says the hour. */
const usualHour = 9;
const minute = 60_000;

function parts(at: Date, zone: string): Wall & { weekday: number } {
  const format = keptFormat(
    `wall of ${zone}`,
    () =>
      new Intl.DateTimeFormat("en-GB", {
        timeZone: zone,
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
        weekday: "short",
        hourCycle: "h23",
      }),
  );
  const found = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(found.get(type));
  return {
    year: number("year"),
    month: number("month"),
    day: number("day"),
    hour: number("hour"),
    minute: number("minute"),
    weekday: days.findIndex((name) => found.get("weekday")?.toLowerCase().startsWith(name)),
  };
}

const asUtc = ({ year, month, day, hour, minute: minutes }: Wall) => Date.UTC(year, month - 1, day, hour, minutes);

/**
 * The instant at which clocks of the zone show this. An hour that the clocks leave out in spring is read with the offset
 * of before, so it comes an hour later; of an hour that comes twice in autumn the first is meant.
 */
export function instantOf(wall: Wall, zone: string): Date {
  const wanted = asUtc(wall);
  const offsetAt = (at: number) => asUtc(parts(new Date(at), zone)) - Math.floor(at / minute) * minute;
  const before = offsetAt(wanted - 24 * 60 * minute);
  const after = offsetAt(wanted + 24 * 60 * minute);
  const first = wanted - Math.max(before, after);
  const candidates = [first, wanted - Math.min(before, after)];
  const right = candidates.find((at) => at + offsetAt(at) === wanted);
  return new Date(right ?? wanted - before);
}

/** `15`, `15:30`, `15.30`, `3pm`, `9:30 am`. */
function hourOf(text: string): { hour: number; minute: number } | undefined {
  const found = /^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?$/.exec(text);
  if (!found) return undefined;
  const [, hours = "", minutes = "0", half] = found;
  let hour = Number(hours);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (half === "pm" ? 12 : 0);
  }
  const at = Number(minutes);
  return hour < 24 && at < 60 ? { hour, minute: at } : undefined;
}

const day = 60 * 24;
const units: Record<string, number> = { m: 1, h: 60, d: day, w: day * 7 };

/** `in 2 hours`, `2h`, `in 30 min`, `in 3 days` (the same hour by the clock). */
function fromNow(text: string, now: Date, zone: string): Date | undefined {
  const found = /^(?:in )?(\d{1,3}) ?(m|min|mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?)$/.exec(text);
  if (!found) return undefined;
  const [, count = "0", unit = "m"] = found;
  const minutes = Number(count) * (units[unit.charAt(0)] ?? 0);
  if (minutes === 0) return undefined;
  if (unit.startsWith("m") || unit.startsWith("h")) {
    return new Date(Math.ceil((now.getTime() + minutes * minute) / minute) * minute);
  }
  return onDay(now, minutes / day, parts(now, zone), zone);
}

function onDay(now: Date, ahead: number, at: { hour: number; minute: number }, zone: string): Date {
  const today = parts(now, zone);
  const shifted = new Date(Date.UTC(today.year, today.month - 1, today.day + ahead));
  return instantOf(
    {
      year: shifted.getUTCFullYear(),
      month: shifted.getUTCMonth() + 1,
      day: shifted.getUTCDate(),
      hour: at.hour,
      minute: at.minute,
    },
    zone,
  );
}

/** How many days ahead a word for a day lies; a weekday is the next one, never today. */
function daysAhead(word: string, now: Date, zone: string): number | undefined {
  if (word === "today") return 0;
  if (word === "tomorrow" || word === "tom" || word === "tmr") return 1;
  const named = dayNames.exec(word)?.[1];
  if (named === undefined) return undefined;
  const wanted = days.indexOf(named as (typeof days)[number]);
  return (wanted - parts(now, zone).weekday + 7) % 7 || 7;
}

/** `24.12. 10:00`, `24/12`, `2026-12-24 10:00`: the next day of this date. */
function onDate(text: string, now: Date, zone: string): Date | undefined {
  const found = /^(?:(\d{4})-(\d{2})-(\d{2})|(\d{1,2})[./](\d{1,2})\.?)(?: (.+))?$/.exec(text);
  if (!found) return undefined;
  const [, iso, isoMonth, isoDay, dayText, monthText, rest] = found;
  const time = rest === undefined ? { hour: usualHour, minute: 0 } : hourOf(rest.replace(/^at /, ""));
  if (time === undefined) return undefined;
  const today = parts(now, zone);
  const month = Number(isoMonth ?? monthText);
  const day = Number(isoDay ?? dayText);
  const read = (year: number) => {
    const real = new Date(Date.UTC(year, month - 1, day));
    if (real.getUTCMonth() + 1 !== month || real.getUTCDate() !== day) return undefined;
    return instantOf({ year, month, day, ...time }, zone);
  };
  if (iso !== undefined) return read(Number(iso));
  const thisYear = read(today.year);
  return thisYear !== undefined && thisYear > now ? thisYear : read(today.year + 1);
}

/**
 * Reads `tomorrow 15:00`, `in 2 hours`, `mon 9:30`, `24.12. 10:00`, `16:30` (today, or tomorrow when that is over).
 * Gives nothing for anything else, and for what is over.
 */
export function parseWhen(typed: string, now: Date, zone: string): Date | undefined {
  const text = plainWords(typed).replace(/^next /, "");
  if (text === "") return undefined;
  const relative = fromNow(text, now, zone) ?? onDate(text, now, zone);
  const found = relative ?? byDay(text, now, zone);
  return found !== undefined && found > now ? found : undefined;
}

function byDay(text: string, now: Date, zone: string): Date | undefined {
  const [first = "", ...rest] = text.split(" ");
  const ahead = daysAhead(first.replace(/,$/, ""), now, zone);
  if (ahead !== undefined) {
    const said = rest.join(" ").replace(/^at /, "");
    const time = said === "" ? { hour: usualHour, minute: 0 } : hourOf(said);
    return time && onDay(now, ahead, time, zone);
  }
  // a bare number is no time: `16:30`, `4pm` and `at 16` are
  const at = text.startsWith("at ") ? text.slice(3) : text;
  const time = /[:.]|am$|pm$/.test(at) || at !== text ? hourOf(at) : undefined;
  if (time === undefined) return undefined;
  const today = onDay(now, 0, time, zone);
  return today > now ? today : onDay(now, 1, time, zone);
}

/** When the person's day ends. */
export function dayEnd(now: Date, zone: string): Date {
  return onDay(now, 1, { hour: 0, minute: 0 }, zone);
}
