import { addDays, clockAt, nextDay, startOfDay } from "../../app/days.ts";

export type Span = "today" | "week";

/** Today, or the days since Monday, to the end of today in the reader's zone. */
export function spanOf(span: Span, at: number, zone: string): { from: string; before: string } {
  const today = clockAt(new Date(at).toISOString(), zone).slice(0, 10);
  const sinceMonday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
  const first = span === "today" ? today : addDays(today, -sinceMonday);
  return { from: startOfDay(first, zone), before: startOfDay(nextDay(today), zone) };
}
