import { type CandleFrame, inBackground } from "@brokerdesk/api";
import { CandleChart, type CandleMark, type CandleShape } from "@brokerdesk/ui";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Select } from "@mantine/core";
import { useEffect, useMemo, useState } from "react";
import { useQuery } from "urql";
import { amount, minutes } from "../../app/format.ts";
import { Instant } from "../../app/Instant.tsx";
import { rowTime } from "../../app/preciseTime.ts";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { Age } from "../common/Age.tsx";
import { Table, tableClasses } from "../common/Table.tsx";
import { useKept } from "../common/useKept.ts";
import { SymbolField } from "../dealing/SymbolField.tsx";
import classes from "./Deals.module.css";
import { type CandleChartData, CandlesDocument } from "./documents.ts";
import { dealActionNames, entryNames, frameSeconds, frames } from "./labels.ts";

/** How many candles are asked for at once. */
const shown = 200;
/** Seconds after which the newest candles are asked for anew. */
const refreshSeconds = 15;
/** What somebody asks for. */
const inSight = {};
/** Three answers may be missed. */
const staleAfter = 60;

/** Candles of a symbol, with the account's entries and exits on them. */
export function Candles({ accountId }: { accountId: string }) {
  const { t, i18n } = useLingui();
  const [symbol, setSymbol] = useState<string>();
  const [frame, setFrame] = useState<CandleFrame>("H1");
  /** Where the chart ends, in milliseconds, once somebody went back; without it, it ends now. */
  const [until, setUntil] = useState<number>();
  const tick = useTick(refreshSeconds, symbol !== undefined && until === undefined);
  const width = shown * frameSeconds[frame] * 1000;
  const end = until ?? tick.at;
  const [{ data, error }, execute] = useQuery({
    query: CandlesDocument,
    variables: {
      accountId,
      symbol: symbol ?? "",
      frame,
      from: new Date(end - width).toISOString(),
      to: new Date(end).toISOString(),
    },
    pause: symbol === undefined,
    requestPolicy: "network-only",
    // what is asked for by itself keeps no idle session alive
    context: tick.byItself && until === undefined ? inBackground : inSight,
  });
  const chart = useKept(data, `${symbol} ${frame} ${accountId} ${until}`)?.candles;
  const later = () => {
    const next = end + width;
    setUntil(next >= Date.now() ? undefined : next);
    if (next >= Date.now()) tick.now();
  };
  return (
    <>
      <div className={classes.fields}>
        <SymbolField
          accountId={accountId}
          value={symbol}
          onChange={(chosen) => {
            setSymbol(chosen);
            tick.now();
          }}
        />
        <Select
          label={t`One candle`}
          data={Object.entries(frames).map(([value, text]) => ({ value, label: i18n._(text) }))}
          value={frame}
          onChange={(value) => {
            if (!value) return;
            setFrame(value as CandleFrame);
            setUntil(undefined);
            tick.now();
          }}
          allowDeselect={false}
          comboboxProps={{ shadow: "md" }}
        />
        {symbol !== undefined && (
          <Group gap="xs" role="group" aria-label={t`Which candles`}>
            <Button variant="default" onClick={() => setUntil(end - width)}>
              <Trans>Earlier candles</Trans>
            </Button>
            <Button variant="default" disabled={until === undefined} onClick={later}>
              <Trans>Later candles</Trans>
            </Button>
            <Button
              variant="subtle"
              disabled={until === undefined}
              onClick={() => {
                setUntil(undefined);
                tick.now();
              }}
            >
              <Trans>Newest candles</Trans>
            </Button>
          </Group>
        )}
      </div>
      {symbol === undefined ? (
        <EmptyState title={<Trans>Choose a symbol</Trans>}>
          <Trans>Its candles come from the trading server, with the account's entries and exits.</Trans>
        </EmptyState>
      ) : chart === undefined ? (
        error ? (
          <ErrorState error={error} onRetry={() => execute({ requestPolicy: "network-only" })} />
        ) : (
          <Loading />
        )
      ) : (
        <Drawn chart={chart} live={until === undefined} />
      )}
    </>
  );
}

/** The time, again every few seconds while the page is in sight and `runs`; whether it came by itself. */
function useTick(seconds: number, runs: boolean) {
  const [tick, setTick] = useState(() => ({ at: Date.now(), byItself: false }));
  useEffect(() => {
    if (!runs) return undefined;
    const go = () => document.visibilityState === "visible" && setTick({ at: Date.now(), byItself: true });
    const timer = setInterval(go, seconds * 1000);
    document.addEventListener("visibilitychange", go);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", go);
    };
  }, [seconds, runs]);
  return { ...tick, now: () => setTick({ at: Date.now(), byItself: false }) };
}

/** `live`: the chart ends now and is asked for again and again; an earlier one does not grow old. */
function Drawn({ chart, live }: { chart: CandleChartData; live: boolean }) {
  const { t, i18n } = useLingui();
  const { asOf, candles, deals, said, symbol } = chart;
  const shapes = useMemo<CandleShape[]>(
    () =>
      candles.map(({ at, close, high, low, open }) => ({
        at: Date.parse(at),
        open: Number(open),
        high: Number(high),
        low: Number(low),
        close: Number(close),
        text: t`open ${open}, high ${high}, low ${low}, close ${close}`,
      })),
    [candles, t],
  );
  const named = deals.map((deal) => ({
    ...deal,
    what: `${i18n._(dealActionNames[deal.action])} ${deal.entry ? i18n._(entryNames[deal.entry]) : ""}`.trim(),
  }));
  const marks: CandleMark[] = named.flatMap(({ action, at, entry, key, lots, price, what }) =>
    price && (action === "BUY" || action === "SELL")
      ? [
          {
            key,
            at: Date.parse(at),
            price: Number(price),
            buys: action === "BUY",
            opens: entry === "IN",
            text: `${what} ${lots ?? ""} · ${price}`,
          },
        ]
      : [],
  );
  const last = candles.at(-1)?.close;
  return (
    <>
      {said && <p className={classes.note}>{said}</p>}
      {candles.length === 0 ? (
        <EmptyState title={<Trans>No candle in this time</Trans>} />
      ) : (
        <CandleChart
          label={t`Candles of ${symbol}. Last close: ${last ?? ""}. The table below has the entries and exits.`}
          candles={shapes}
          marks={marks}
          timeText={(at) => rowTime(new Date(at).toISOString(), minutes)}
          valueText={(value, places) => amount(value.toFixed(places))}
        />
      )}
      <p className={classes.note}>
        <Trans>A triangle upwards buys, downwards sells; filled it opens, hollow it closes.</Trans>{" "}
        {asOf && <Age at={asOf} staleAfter={live ? staleAfter : Number.POSITIVE_INFINITY} />}
      </p>
      {named.length > 0 && (
        <details className={classes.table}>
          <summary>
            <Plural value={named.length} one="# entry or exit as a table" other="# entries and exits as a table" />
          </summary>
          <div className={classes.tableBody}>
            <Table label={t`Entries and exits`}>
              <thead>
                <tr>
                  <th scope="col">{t`Time`}</th>
                  <th scope="col">{t`What`}</th>
                  <th scope="col" className={tableClasses.number}>{t`Lots`}</th>
                  <th scope="col" className={tableClasses.number}>{t`Price`}</th>
                </tr>
              </thead>
              <tbody>
                {named.map((deal) => (
                  <tr key={deal.key}>
                    <th scope="row">
                      <Instant at={deal.at}>{rowTime(deal.at)}</Instant>
                    </th>
                    <td>{deal.what}</td>
                    <td className={tableClasses.number}>{deal.lots ? amount(deal.lots) : "–"}</td>
                    <td className={tableClasses.number}>{deal.price ? amount(deal.price) : "–"}</td>
                  </tr>
                ))}
              </tbody>
            </Table>
          </div>
        </details>
      )}
      {candles.length > 0 && <CandleTable candles={candles} />}
    </>
  );
}

function CandleTable({ candles }: { candles: CandleChartData["candles"] }) {
  const { t } = useLingui();
  const number = tableClasses.number;
  return (
    <details className={classes.table}>
      <summary>
        <Plural value={candles.length} one="# candle as a table" other="# candles as a table" />
      </summary>
      <div className={classes.tableBody}>
        <Table label={t`Candles`}>
          <thead>
            <tr>
              <th scope="col">{t`Time`}</th>
              <th scope="col" className={number}>{t`Open`}</th>
              <th scope="col" className={number}>{t`High`}</th>
              <th scope="col" className={number}>{t`Low`}</th>
              <th scope="col" className={number}>{t`Close`}</th>
            </tr>
          </thead>
          <tbody>
            {[...candles].reverse().map((candle) => (
              <tr key={candle.at}>
                <th scope="row">
                  <Instant at={candle.at}>{rowTime(candle.at)}</Instant>
                </th>
                <td className={number}>{amount(candle.open)}</td>
                <td className={number}>{amount(candle.high)}</td>
                <td className={number}>{amount(candle.low)}</td>
                <td className={number}>{amount(candle.close)}</td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    </details>
  );
}
