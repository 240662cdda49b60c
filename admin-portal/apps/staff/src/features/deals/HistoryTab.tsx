import { Trans, useLingui } from "@lingui/react/macro";
import { SegmentedControl, Select } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { useViewer } from "../../app/viewer.tsx";
import type { DealFilters } from "../positions/view.ts";
import { AccountCurve } from "./AccountCurve.tsx";
import { Candles } from "./Candles.tsx";
import DealHistory from "./DealHistory.tsx";
import classes from "./Deals.module.css";
import { EndedOrders } from "./EndedOrders.tsx";
import { useClientAccounts } from "./useClientAccounts.ts";

const all = "all";
/** So many accounts are looked through without typing. */
const listed = 10;
type Part = "deals" | "orders" | "curve" | "candles";

/** What a client's accounts did: deals, ended orders, balance and equity, candles with entries and exits. */
export default function HistoryTab({ client }: { client: { id: string } }) {
  const { t } = useLingui();
  const { can } = useViewer();
  const [part, setPart] = useState<Part>("deals");
  const [chosen, setChosen] = useState<string>(all);
  const [filters, setFilters] = useState<DealFilters>({});
  const { accounts, error, retry } = useClientAccounts(client.id);
  if (accounts === undefined) {
    return error ? <ErrorState error={error} onRetry={retry} /> : <Loading />;
  }
  if (accounts.length === 0) {
    return (
      <EmptyState title={<Trans>No trading account yet</Trans>}>
        <Trans>The history begins with the first account.</Trans>
      </EmptyState>
    );
  }
  const names: Record<Part, string> = {
    deals: t`Deals`,
    orders: t`Ended orders`,
    curve: t`Balance and equity`,
    candles: t`Candles`,
  };
  const parts = (Object.keys(names) as Part[]).filter((each) => each !== "curve" || can("balance.view"));
  // all but deals are asked for one account: the first one stands for all
  const account = chosen === all && part !== "deals" ? accounts[0]?.id : chosen;
  const bodies: Record<Part, (id: string) => ReactNode> = {
    deals: (id) => (
      <DealHistory
        view={{ ...filters, client: client.id, ...(id === all ? {} : { account: id }) }}
        onChange={(change) => setFilters((old) => ({ ...old, ...change }))}
        inside
      />
    ),
    orders: (id) => <EndedOrders key={id} accountId={id} />,
    curve: (id) => <AccountCurve key={id} accountId={id} />,
    candles: (id) => <Candles key={id} accountId={id} />,
  };
  return (
    <>
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          aria-label={t`Part of the history`}
          data={parts.map((value) => ({ value, label: names[value] }))}
          value={part}
          onChange={(value) => setPart(value as Part)}
        />
        <Select
          className={classes.filter ?? ""}
          size="xs"
          aria-label={t`Account`}
          data={[
            ...(part === "deals" ? [{ value: all, label: t`All accounts` }] : []),
            ...accounts.map(({ id, login, currency, archivedAt }) => ({
              value: id,
              label: [login, currency, ...(archivedAt ? [t`Archived`] : [])].join(" · "),
            })),
          ]}
          value={account ?? null}
          onChange={(value) => value && setChosen(value)}
          allowDeselect={false}
          searchable={accounts.length > listed}
          comboboxProps={{ shadow: "md" }}
        />
      </div>
      {account && bodies[part](account)}
    </>
  );
}
