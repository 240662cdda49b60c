import { parseDay } from "../../app/days.ts";

export const spans = ["1", "7", "30", "range"] as const;
export type Span = (typeof spans)[number];

/** Which days the page is about; the address carries it. Left out = seven days. */
export interface HomeView {
  span?: Span | undefined;
  /** First day of a chosen range. */
  from?: string | undefined;
  /** Last day, itself included. */
  to?: string | undefined;
}

/** Reads an address; what it does not understand is left out. A chosen range needs both of its days. */
export function parseHomeView(search: Record<string, unknown>): HomeView {
  const span = spans.find((each) => each === String(search.span) && each !== "7");
  const [from, to] = [parseDay(search.from), parseDay(search.to)];
  if (span !== "range") return span ? { span } : {};
  return { span, ...(from ? { from } : {}), ...(to && !(from && to < from) ? { to } : {}) };
}
