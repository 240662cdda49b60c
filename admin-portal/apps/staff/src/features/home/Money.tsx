import { Trans, useLingui } from "@lingui/react/macro";
import { Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useQuery } from "urql";
import { amount, calendarDate, count } from "../../app/format.ts";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { useKept } from "../common/useKept.ts";
import { useRefresh } from "../common/useRefresh.ts";
import { ByDay } from "./ByDay.tsx";
import { MoneyFiguresDocument } from "./documents.ts";
import classes from "./Home.module.css";
import { booked } from "./links.ts";
import type { Days, Range } from "./range.ts";
import { Trend } from "./Trend.tsx";
import type { CurrencyFigures } from "./types.ts";

const refreshSeconds = 60;

/** First deposits and net deposit of live accounts. Each currency stands for itself. */
export function Money({ range }: { range: Range }) {
  const [{ data, error }, execute] = useQuery({
    query: MoneyFiguresDocument,
    variables: { range: range.input },
    requestPolicy: "cache-and-network",
  });
  useRefresh(execute, refreshSeconds);
  const figures = useKept(data, JSON.stringify(range.input))?.moneyFigures;
  return (
    <section aria-labelledby="home-money" className={classes.section}>
      <Title order={2} size="h5" id="home-money">
        <Trans>Money of live accounts</Trans>
      </Title>
      {figures === undefined &&
        (error ? <ErrorState error={error} onRetry={() => execute({ requestPolicy: "network-only" })} /> : <Loading />)}
      {figures?.length === 0 && (
        <EmptyState title={<Trans>No deposit and no withdrawal in these days</Trans>}>
          <Trans>What the CRM books on live accounts is counted on the day on which the server confirmed it.</Trans>
        </EmptyState>
      )}
      {figures?.map((each) => (
        <Currency key={each.currency} figures={each} range={range} />
      ))}
    </section>
  );
}

function Currency({ figures, range }: { figures: CurrencyFigures; range: Range }) {
  const { t } = useLingui();
  const { before, currency, days, now } = figures;
  const day = (at: number): Days => ({ from: range.days[at] ?? "", to: range.days[at] ?? "" });
  const byDay = new Map(days.map((each) => [each.day - 1, each]));
  const link = (flow: Parameters<typeof booked>[0], of: Days) => ({
    to: "/balance-operations" as const,
    search: booked(flow, currency, of),
  });
  return (
    <article className={classes.card} aria-label={currency}>
      <h3 className={classes.currency}>{currency}</h3>
      <div className={classes.pair}>
        <div>
          <p className={classes.label}>
            <Trans>First deposits</Trans>
          </p>
          <p className={classes.figure}>
            <Link {...link("first", range.now)}>
              {count(now.firstCount, false)} · {amount(now.firstAmount)} {currency}
            </Link>
            <Trend now={now.firstCount} before={before.firstCount} />
          </p>
          <p className={classes.before}>
            <Trans>before:</Trans>{" "}
            <Link {...link("first", range.before)}>
              {count(before.firstCount, false)} · {amount(before.firstAmount)} {currency}
            </Link>
          </p>
          <ByDay
            title={t`First deposits in ${currency} by day`}
            days={range.days}
            bars={range.days.map((_, at) => Number(byDay.get(at)?.firstAmount ?? 0))}
            text={(at) => {
              const found = byDay.get(at);
              return found ? `${count(found.firstCount, false)} · ${amount(found.firstAmount)} ${currency}` : "0";
            }}
            row={(at, text) => (
              <Link {...link("first", day(at))} aria-label={`${calendarDate(day(at).from)}: ${text}`}>
                {text}
              </Link>
            )}
          />
        </div>
        <div>
          <p className={classes.label}>
            <Trans>Net deposit</Trans>
          </p>
          <p className={classes.figure}>
            <Link {...link("net", range.now)}>
              {amount(now.net)} {currency}
            </Link>
            <Trend now={Number(now.net)} before={Number(before.net)} />
          </p>
          <p className={classes.before}>
            <Trans>
              in <Link {...link("in", range.now)}>{amount(now.deposits)}</Link>, out{" "}
              <Link {...link("out", range.now)}>{amount(now.withdrawals)}</Link> ·
            </Trans>{" "}
            <Trans>before:</Trans>{" "}
            <Link {...link("net", range.before)}>
              {amount(before.net)} {currency}
            </Link>
          </p>
          <ByDay
            title={t`Net deposit in ${currency} by day`}
            days={range.days}
            bars={range.days.map((_, at) => Number(byDay.get(at)?.net ?? 0))}
            text={(at) => {
              const found = byDay.get(at);
              return found ? `${amount(found.net)} ${currency}` : "0";
            }}
            row={(at, text) => (
              <Link {...link("net", day(at))} aria-label={`${calendarDate(day(at).from)}: ${text}`}>
                {text}
              </Link>
            )}
          />
        </div>
      </div>
    </article>
  );
}
