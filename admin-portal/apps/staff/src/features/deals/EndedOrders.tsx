import type { MessageDescriptor } from "@lingui/core";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { addDays, clockAt, nextDay, startOfDay } from "../../app/days.ts";
import { amount } from "../../app/format.ts";
import { Instant } from "../../app/Instant.tsx";
import { rowTime } from "../../app/preciseTime.ts";
import { useZone } from "../../app/preferences.ts";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { Age } from "../common/Age.tsx";
import { DayRange } from "../common/DayRange.tsx";
import { PageEnd } from "../common/PageEnd.tsx";
import { Table, tableClasses } from "../common/Table.tsx";
import { useKept } from "../common/useKept.ts";
import classes from "./Deals.module.css";
import { EndedOrdersDocument } from "./documents.ts";
import { endedKinds, endings } from "./labels.ts";

const staleAfter = 300;
const columns = 7;
/** Days that are shown at first. */
const usual = 30;

const today = (zone: string) => clockAt(new Date().toISOString(), zone).slice(0, 10);

/** Orders of an account that were filled, cancelled or ran out; asked of the server each time. */
export function EndedOrders({ accountId }: { accountId: string }) {
  const zone = useZone();
  const [from, setFrom] = useState(() => addDays(today(zone), -usual));
  const [to, setTo] = useState(() => today(zone));
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  const question = { accountId, from: startOfDay(from, zone), before: startOfDay(nextDay(to), zone) };
  const set = (change: (day: string) => void) => (day: string | undefined) => {
    if (day === undefined) return;
    change(day);
    setCursors([null]);
  };
  return (
    <>
      <div className={classes.bar}>
        <DayRange from={from} to={to} onFrom={set(setFrom)} onTo={set(setTo)} />
      </div>
      {cursors.map((cursor, at) => (
        <OrderPage
          key={`${JSON.stringify(question)} ${cursor}`}
          question={question}
          cursor={cursor}
          onMore={at === cursors.length - 1 ? (next) => setCursors((old) => [...old, next]) : undefined}
        />
      ))}
    </>
  );
}

interface OrderPageProps {
  question: { accountId: string; from: string; before: string };
  cursor: string | null;
  onMore: ((cursor: string) => void) | undefined;
}

function OrderPage({ question, cursor, onMore }: OrderPageProps) {
  const { t, i18n } = useLingui();
  /** A new name of the server is readable before it has one here. */
  const named = (names: Record<string, MessageDescriptor>, name: string) => (names[name] ? i18n._(names[name]) : name);
  const [{ data, error }, execute] = useQuery({
    query: EndedOrdersDocument,
    variables: { ...question, cursor },
    requestPolicy: "network-only",
  });
  const reload = () => execute({ requestPolicy: "network-only" });
  const page = useKept(data)?.endedOrders;
  if (page === undefined) {
    return error ? <ErrorState error={error} onRetry={reload} /> : <Loading />;
  }
  const { asOf, next, rows, said } = page;
  const note = (
    <p className={classes.note}>
      {said} {asOf && <Age at={asOf} staleAfter={staleAfter} />}
    </p>
  );
  if (rows.length === 0) {
    return (
      <>
        {note}
        {next
          ? // the server pages by what it keeps, and this page held none that ended in these days
            onMore && (
              <Button variant="subtle" onClick={() => onMore(next)}>
                <Trans>Show more</Trans>
              </Button>
            )
          : cursor === null && !said && <EmptyState title={<Trans>No order ended in these days</Trans>} />}
      </>
    );
  }
  const number = tableClasses.number;
  return (
    <>
      {(cursor === null || said) && note}
      <Table label={t`Ended orders`}>
        <thead>
          <tr>
            <th scope="col">{t`Ended`}</th>
            <th scope="col">{t`Symbol`}</th>
            <th scope="col">{t`Kind`}</th>
            <th scope="col" className={number}>{t`Lots`}</th>
            <th scope="col" className={number}>{t`Price`}</th>
            <th scope="col">{t`State`}</th>
            <th scope="col">{t`Ticket`}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((order) => (
            <tr key={order.ticket}>
              <th scope="row" className={tableClasses.nowrap}>
                {order.endedAt ? <Instant at={order.endedAt}>{rowTime(order.endedAt)}</Instant> : "–"}
                <span className={tableClasses.second}>
                  <Instant at={order.placedAt}>
                    <Trans>placed {rowTime(order.placedAt)}</Trans>
                  </Instant>
                </span>
              </th>
              <td>
                <bdi dir="ltr">{order.symbol}</bdi>
              </td>
              <td>{named(endedKinds, order.kind)}</td>
              <td className={number}>{amount(order.lots)}</td>
              <td className={number}>
                {order.price == null ? (
                  <span className={tableClasses.dimmed}>
                    <Trans>at the market</Trans>
                  </span>
                ) : (
                  amount(order.price)
                )}
              </td>
              <td>{named(endings, order.state)}</td>
              <td>
                <bdi dir="ltr">{order.ticket}</bdi>
              </td>
            </tr>
          ))}
          <PageEnd columns={columns} loaded error={error} onRetry={reload} next={next} onMore={onMore} />
        </tbody>
      </Table>
    </>
  );
}
