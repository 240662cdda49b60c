import { addDays, clockAt, nextDay, startOfDay } from "../../app/days.ts";

export type Span = "today" | "week" | "month";

/** Days of the week with which it may begin, as `getUTCDay` counts them. */
const weekStarts: Readonly<Record<string, number>> = { sunday: 0, monday: 1, saturday: 6 };

/** Today, the days since the week began or since the first of the month, to the end of today in the reader's zone; and how many of them are working days. */
export function spanOf(
  span: Span,
  at: number,
  zone: string,
  weekStart: string,
): { from: string; before: string; workingDays: number } {
  const today = clockAt(new Date(at).toISOString(), zone).slice(0, 10);
  const days = { today: 0, week: since(weekStarts[weekStart] ?? 1, today), month: Number(today.slice(8)) - 1 }[span];
  const first = addDays(today, -days);
  const workingDays = Array.from({ length: days + 1 }, (_, day) => since(1, addDays(first, day))).filter(
    (weekday) => weekday < 5,
  ).length;
  return { from: startOfDay(first, zone), before: startOfDay(nextDay(today), zone), workingDays };
}

/** Days since that day of the week was there last. */
function since(weekday: number, day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 7 - weekday) % 7;
}
