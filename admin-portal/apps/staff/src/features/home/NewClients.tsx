import { Trans, useLingui } from "@lingui/react/macro";
import { Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useQuery } from "urql";
import { calendarDate, count, countryName } from "../../app/format.ts";
import { ErrorState, Loading } from "../../app/states.tsx";
import type { FilterNode } from "../clients/filter/tree.ts";
import { useKept } from "../common/useKept.ts";
import { useRefresh } from "../common/useRefresh.ts";
import { ByDay } from "./ByDay.tsx";
import { NewClientFiguresDocument } from "./documents.ts";
import classes from "./Home.module.css";
import { clientsMade, named, others } from "./links.ts";
import { Parts } from "./Parts.tsx";
import type { Days, Range } from "./range.ts";
import { Trend } from "./Trend.tsx";
import type { NewClientFigures } from "./types.ts";

const refreshSeconds = 60;

interface NewClientsProps {
  range: Range;
  zone: string;
}

/** How many clients are new, by day, by source and by country. */
export function NewClients({ range, zone }: NewClientsProps) {
  const [{ data, error }, execute] = useQuery({
    query: NewClientFiguresDocument,
    variables: { range: range.input },
    requestPolicy: "cache-and-network",
  });
  useRefresh(execute, refreshSeconds);
  const figures = useKept(data, JSON.stringify(range.input))?.newClientFigures;
  return (
    <section aria-labelledby="home-clients" className={classes.section}>
      <Title order={2} size="h5" id="home-clients">
        <Trans>New clients</Trans>
      </Title>
      {figures ? (
        <Figures figures={figures} range={range} zone={zone} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => execute({ requestPolicy: "network-only" })} />
      ) : (
        <Loading />
      )}
    </section>
  );
}

function Figures({ figures, range, zone }: NewClientsProps & { figures: NewClientFigures }) {
  const { t } = useLingui();
  const link = (days: Days, more: readonly FilterNode[] = []) => ({
    to: "/clients" as const,
    search: clientsMade(days, zone, more),
  });
  const byDay = new Map(figures.days.map(({ count: made, day }) => [day - 1, made]));
  const day = (at: number): Days => ({ from: range.days[at] ?? "", to: range.days[at] ?? "" });
  const names = (list: NewClientFigures["sources"]) => list.flatMap(({ name }) => (name ? [name] : []));
  const parts = (field: "source" | "country") => {
    const [list, rest] =
      field === "source" ? [figures.sources, figures.otherSources] : [figures.countries, figures.otherCountries];
    const shown = list.map(({ name, ...counts }) => ({
      key: name ?? "",
      name: name ? (field === "country" ? countryName(name) : name) : t`not set`,
      ...counts,
      conditions: [named(field, name)] as readonly FilterNode[],
    }));
    const more = { key: "…", name: t`others`, ...rest, conditions: others(field, names(list)) };
    return rest.now + rest.before > 0 ? [...shown, more] : shown;
  };
  return (
    <article className={classes.card}>
      <p className={classes.figure}>
        <Link {...link(range.now)}>{count(figures.now, false)}</Link>
        <Trend now={figures.now} before={figures.before} />
      </p>
      <p className={classes.before}>
        <Trans>before:</Trans> <Link {...link(range.before)}>{count(figures.before, false)}</Link>
      </p>
      <ByDay
        title={t`New clients by day`}
        days={range.days}
        bars={range.days.map((_, at) => byDay.get(at) ?? 0)}
        text={(at) => count(byDay.get(at) ?? 0, false)}
        row={(at, text) => (
          <Link {...link(day(at))} aria-label={`${calendarDate(day(at).from)}: ${text}`}>
            {text}
          </Link>
        )}
      />
      <div className={classes.pair}>
        <Parts
          title={t`By source`}
          parts={parts("source")}
          link={(conditions, before) => link(before ? range.before : range.now, conditions)}
        />
        <Parts
          title={t`By country`}
          parts={parts("country")}
          link={(conditions, before) => link(before ? range.before : range.now, conditions)}
        />
      </div>
    </article>
  );
}
