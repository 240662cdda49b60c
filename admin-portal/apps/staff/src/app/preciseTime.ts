/** Times to the second: of tables, and of figures that are old after a minute. */
import { ago, format, inLanguage, seconds, written, year } from "./format.ts";

/** A moment in a table: to the second unless it says otherwise, the year only when it is another one. */
export function rowTime(at: string, time: Intl.DateTimeFormatOptions = seconds): string {
  const years = format("year", year);
  const thisYear = years.format(new Date(at)) === years.format(new Date());
  return written(`row ${thisYear} ${time.second}`, at, time, !thisYear);
}

/** As {@link ago}, to the second: for figures that are old after a minute. */
export function age(at: string, now: number = Date.now()): string {
  const seconds = Math.trunc((Date.parse(at) - now) / 1000);
  if (seconds <= -60 || seconds >= 60) return ago(at, now);
  const relative = inLanguage(
    "ago",
    (locale) => new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" }),
  );
  return relative.format(seconds, "second");
}
