import { type Bar, LineChart, type LinePoint } from "@brokerdesk/ui";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { SegmentedControl } from "@mantine/core";
import { useMemo, useState } from "react";
import { useQuery } from "urql";
import { amount, day } from "../../app/format.ts";
import { Instant } from "../../app/Instant.tsx";
import { rowTime } from "../../app/preciseTime.ts";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { Age } from "../common/Age.tsx";
import { Table, tableClasses } from "../common/Table.tsx";
import { useKept } from "../common/useKept.ts";
import { useRefresh } from "../common/useRefresh.ts";
import { Profit } from "../positions/Profit.tsx";
import { staleAfter } from "../trading-accounts/Figures.tsx";
import classes from "./Deals.module.css";
import { AccountCurveDocument, type Curve } from "./documents.ts";
import { dealActionNames } from "./labels.ts";

const spans = [7, 30, 90, 365] as const;
const refreshSeconds = 30;

/** Balance and equity of an account over time, with what was paid in and out. */
export function AccountCurve({ accountId }: { accountId: string }) {
  const { t } = useLingui();
  const [days, setDays] = useState<number>(90);
  const [{ data, error }, execute] = useQuery({
    query: AccountCurveDocument,
    variables: { accountId, days },
    requestPolicy: "cache-and-network",
  });
  useRefresh(execute, refreshSeconds);
  const curve = useKept(data, `${accountId} ${days}`)?.accountCurve;
  return (
    <>
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          aria-label={t`How far back`}
          data={spans.map((each) => ({ value: String(each), label: t`${each} days` }))}
          value={String(days)}
          onChange={(value) => setDays(Number(value))}
        />
      </div>
      {curve === undefined ? (
        error ? (
          <ErrorState error={error} onRetry={() => execute({ requestPolicy: "network-only" })} />
        ) : (
          <Loading />
        )
      ) : curve.points.length === 0 ? (
        <EmptyState title={<Trans>Nothing is known of this time yet</Trans>}>
          <Trans>Balance and equity are noted while the account is watched.</Trans>
        </EmptyState>
      ) : (
        <Drawn curve={curve} />
      )}
    </>
  );
}

function Drawn({ curve }: { curve: Curve }) {
  const { t, i18n } = useLingui();
  const { currency, movements, points, wholeAt } = curve;
  const shapes = useMemo<LinePoint[]>(
    () =>
      points.map(({ at, balance, equity }) => ({
        at: Date.parse(at),
        first: Number(balance),
        ...(equity == null ? {} : { second: Number(equity) }),
        text: [rowTime(at), equity == null ? amount(balance) : `${amount(balance)} / ${amount(equity)}`].join(" · "),
      })),
    [points],
  );
  const bars = useMemo<Bar[]>(
    () =>
      movements.map(({ at, action, amount: moved }) => ({
        at: Date.parse(at),
        value: Number(moved),
        text: `${i18n._(dealActionNames[action])} ${amount(moved)}`,
      })),
    [movements, i18n],
  );
  const last = points.at(-1);
  const balance = last ? `${amount(last.balance)} ${currency}` : "";
  const observed = points.findLast((point) => point.equity != null);
  const equity = observed?.equity ? `${amount(observed.equity)} ${currency}` : "–";
  return (
    <>
      {!wholeAt && (
        <p className={classes.note} role="status">
          <Trans>The account's past is still being fetched. Until then only what was observed is drawn.</Trans>
        </p>
      )}
      <LineChart
        label={t`Balance and equity over time. Last: balance ${balance}, equity ${equity}. The table below has every value.`}
        names={{ first: t`Balance`, second: t`Equity`, bars: t`In or out` }}
        points={shapes}
        bars={bars}
        timeText={(at) => day(new Date(at).toISOString())}
        valueText={(value, places) => amount(value.toFixed(places))}
      />
      {observed && (
        <p className={classes.note}>
          <Trans>
            Last equity: <bdi dir="ltr">{equity}</bdi>
          </Trans>{" "}
          <Age at={observed.at} staleAfter={staleAfter} />
        </p>
      )}
      <details className={classes.table}>
        <summary>
          <Plural value={points.length} one="# value as a table" other="# values as a table" />
        </summary>
        <div className={classes.tableBody}>
          <Table label={t`Balance and equity`}>
            <thead>
              <tr>
                <th scope="col">{t`Time`}</th>
                <th scope="col" className={tableClasses.number}>{t`Balance`}</th>
                <th scope="col" className={tableClasses.number}>{t`Equity`}</th>
              </tr>
            </thead>
            <tbody>
              {[...points].reverse().map((point) => (
                <tr key={`${point.at} ${point.equity}`}>
                  <th scope="row">
                    <Instant at={point.at}>{rowTime(point.at)}</Instant>
                  </th>
                  <td className={tableClasses.number}>{amount(point.balance)}</td>
                  <td className={tableClasses.number}>{point.equity == null ? "–" : amount(point.equity)}</td>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      </details>
      {movements.length > 0 && (
        <details className={classes.table}>
          <summary>
            <Plural value={movements.length} one="# movement as a table" other="# movements as a table" />
          </summary>
          <div className={classes.tableBody}>
            <Table label={t`What was paid in and out`}>
              <thead>
                <tr>
                  <th scope="col">{t`Day`}</th>
                  <th scope="col">{t`What`}</th>
                  <th scope="col" className={tableClasses.number}>{t`Amount`}</th>
                </tr>
              </thead>
              <tbody>
                {movements.map((movement) => (
                  <tr key={`${movement.at} ${movement.action} ${movement.amount}`}>
                    <th scope="row">{day(movement.at)}</th>
                    <td>{i18n._(dealActionNames[movement.action])}</td>
                    <td className={tableClasses.number}>
                      <Profit value={movement.amount} currency={currency} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </Table>
          </div>
        </details>
      )}
    </>
  );
}
