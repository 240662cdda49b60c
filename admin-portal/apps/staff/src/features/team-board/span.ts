import { addDays, clockAt, nextDay, startOfDay } from "../../app/days.ts";

export type Span = "today" | "week" | "month";

/** Today, the days since Monday or since the first of the month, to the end of today in the reader's zone; and how many of them are working days. */
export function spanOf(span: Span, at: number, zone: string): { from: string; before: string; workingDays: number } {
  const today = clockAt(new Date(at).toISOString(), zone).slice(0, 10);
  const days = { today: 0, week: sinceMonday(today), month: Number(today.slice(8)) - 1 }[span];
  const first = addDays(today, -days);
  const workingDays = Array.from({ length: days + 1 }, (_, day) => sinceMonday(addDays(first, day))).filter(
    (weekday) => weekday < 5,
  ).length;
  return { from: startOfDay(first, zone), before: startOfDay(nextDay(today), zone), workingDays };
}

function sinceMonday(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}
