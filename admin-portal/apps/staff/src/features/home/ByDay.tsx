import { BarChart } from "@brokerdesk/ui";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { calendarDate, formatLocale } from "../../app/format.ts";
import classes from "./Home.module.css";

interface ByDayProps {
  title: string;
  /** As addresses write them. */
  days: readonly string[];
  /** One for each day; for drawing only. */
  bars: readonly number[];
  /** The exact figure of a day. */
  text: (at: number) => string;
  /** The same in a row of the table, as a link to its list. */
  row: (at: number, text: string) => ReactNode;
}

/** Bars by day, and the same figures as a table. One day needs neither. */
export function ByDay({ title, days, bars, text, row }: ByDayProps) {
  if (days.length < 2) return null;
  const short = new Intl.NumberFormat(formatLocale(), { notation: "compact", maximumFractionDigits: 1 });
  return (
    <>
      <BarChart
        label={title}
        valueText={(value) => short.format(value)}
        bars={days.map((day, at) => ({ key: day, name: calendarDate(day), value: bars[at] ?? 0, text: text(at) }))}
      />
      <details className={classes.details}>
        <summary>
          <Trans>By day</Trans>
        </summary>
        <table className={classes.table} aria-label={title}>
          <tbody>
            {days.map((day, at) =>
              (bars[at] ?? 0) === 0 ? null : (
                <tr key={day}>
                  <th scope="row">{calendarDate(day)}</th>
                  <td>{row(at, text(at))}</td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </details>
    </>
  );
}
