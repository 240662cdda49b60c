import type { TimeRange } from "@brokerdesk/api";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { addDays, clockAt, readerZone, startOfDay } from "../../../app/days.ts";

/** Stretches of time that move with the day on which the list is opened. */
export const periods = {
  today: msg`today`,
  yesterday: msg`yesterday`,
  last_week: msg`last 7 days`,
  last_month: msg`last 30 days`,
  past: msg`over its time`,
  next_week: msg`next 7 days`,
} as const satisfies Record<string, MessageDescriptor>;

export type Period = keyof typeof periods;

/** When a list is asked for, and in whose days. */
export interface Moment {
  now: number;
  zone: string;
}

export function thisMoment(): Moment {
  return { now: Date.now(), zone: readerZone() };
}

export function isPeriod(value: unknown): value is Period {
  return typeof value === "string" && Object.hasOwn(periods, value);
}

/** The calendar day of a moment. */
export function dayAt({ now, zone }: Moment): string {
  return clockAt(new Date(now).toISOString(), zone).slice(0, 10);
}

/** Days from and before which a period lies, counted from today. */
const stretches: Record<Exclude<Period, "past">, readonly [number, number]> = {
  today: [0, 1],
  yesterday: [-1, 0],
  last_week: [-6, 1],
  last_month: [-29, 1],
  next_week: [0, 7],
};

export function withinPeriod(period: Period, at: Moment): TimeRange {
  if (period === "past") return { before: new Date(at.now).toISOString() };
  const { from = "", before } = daysWithin(period, at);
  return { from: startOfDay(from, at.zone), before: startOfDay(before, at.zone) };
}

/** The days of a period: from the first on, before the last. */
export function daysWithin(period: Period, at: Moment): { from?: string; before: string } {
  const today = dayAt(at);
  if (period === "past") return { before: today };
  const [from, before] = stretches[period];
  return { from: addDays(today, from), before: addDays(today, before) };
}
