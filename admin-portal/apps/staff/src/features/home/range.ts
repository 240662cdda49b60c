import { addDays, clockAt, startOfDay } from "../../app/days.ts";
import type { HomeView } from "./view.ts";

/** Days from one to another, both included, as addresses write them. */
export interface Days {
  from: string;
  to: string;
}

/** The days of the page and as many before them, with the instants at which they begin in the reader's zone. */
export interface Range {
  now: Days;
  before: Days;
  days: readonly string[];
  /** What the server is asked. */
  input: { beforeFrom: string; days: string[] };
}

/** More days than a year cannot be asked for. */
export const most = 366;

export function rangeOf({ span = "7", from, to }: HomeView, at: number, zone: string): Range {
  const today = clockAt(new Date(at).toISOString(), zone).slice(0, 10);
  const last = span === "range" ? (to ?? from ?? today) : today;
  const first = span === "range" ? (from ?? last) : addDays(today, 1 - Number(span));
  const days: string[] = [];
  for (let day = first; day <= last && days.length < most; day = addDays(day, 1)) days.push(day);
  const end = days.at(-1) ?? last;
  const before = { from: addDays(first, -days.length), to: addDays(first, -1) };
  return {
    now: { from: first, to: end },
    before,
    days,
    input: {
      beforeFrom: startOfDay(before.from, zone),
      days: [...days, addDays(end, 1)].map((day) => startOfDay(day, zone)),
    },
  };
}
