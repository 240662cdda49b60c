import { keptFormat } from "./keptFormats.ts";

/** The first of these zones that the browser knows, else its own. */
export function zoneAmong(...zones: readonly string[]): string {
  const known = zones.find((zone) => {
    try {
      return zone && new Intl.DateTimeFormat("en", { timeZone: zone });
    } catch {
      return false;
    }
  });
  return known ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

let chosen = zoneAmong();

/** The zone in which the reader reads days and times. */
export function readerZone(): string {
  return chosen;
}

/** From now on the reader's zone is this. */
export function readDaysIn(zone: string): void {
  chosen = zone;
}

/** A calendar day of an address, `2026-11-22`; undefined for what is none. */
export function parseDay(value: unknown): string | undefined {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value) ? value : undefined;
}

export function nextDay(day: string): string {
  return addDays(day, 1);
}

/** The calendar day so many days later; before it when `days` is below zero. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The instant at which a calendar day begins in a time zone; where midnight is skipped, the first instant after it. */
export function startOfDay(day: string, zone: string): string {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const first = midnight - offsetAt(midnight, zone);
  const at = new Date(midnight - offsetAt(first, zone)).toISOString();
  // west of Greenwich, where midnight is skipped, that is still the day before
  return clockAt(at, zone).startsWith(day) ? at : new Date(first).toISOString();
}

/** An instant as a field for date and time shows it in a zone, `2026-11-22T18:30`. */
export function clockAt(at: string, zone: string): string {
  const instant = Date.parse(at);
  return new Date(instant + offsetAt(instant, zone)).toISOString().slice(0, 16);
}

/** The instant of a field for date and time; undefined for what is none. */
export function instantOf(clock: string, zone: string): string | undefined {
  const local = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(clock) ? Date.parse(`${clock}:00Z`) : Number.NaN;
  if (Number.isNaN(local)) return undefined;
  const first = local - offsetAt(local, zone);
  return new Date(local - offsetAt(first, zone)).toISOString();
}

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  const clock = keptFormat(
    `clock of ${zone}`,
    () =>
      new Intl.DateTimeFormat("en-GB-u-nu-latn", {
        timeZone: zone,
        hourCycle: "h23",
        year: "numeric",
        month: "2-digit",
        day: "2-digit",
        hour: "2-digit",
        minute: "2-digit",
        second: "2-digit",
      }),
  );
  const parts = clock.formatToParts(at);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  const local = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return local - Math.floor(at / 1000) * 1000;
}
