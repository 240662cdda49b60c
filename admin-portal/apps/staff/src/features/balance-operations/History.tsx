import type { BalanceFilter } from "@brokerdesk/api";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Select } from "@mantine/core";
import { useQuery } from "urql";
import { amount } from "../../app/format.ts";
import { useZone } from "../../app/preferences.ts";
import { EmptyState } from "../../app/states.tsx";
import { DayRange } from "../common/DayRange.tsx";
import { FilterChip } from "../common/FilterChip.tsx";
import { OnlyChip } from "../common/OnlyChip.tsx";
import { tableClasses } from "../common/Table.tsx";
import { useKept } from "../common/useKept.ts";
import { DemoMark } from "../positions/DemoMark.tsx";
import { filterOf } from "./asked.ts";
import classes from "./BalanceOperations.module.css";
import { BalanceTotalsDocument } from "./documents.ts";
import { balanceStates, kindNames } from "./labels.ts";
import { OperationTable } from "./OperationTable.tsx";
import { useOperationNews } from "./useOperationNews.ts";
import { type BalanceView, kinds, states } from "./view.ts";

/** All operations under filters, with what they come to. */
export function History({ view, onChange }: { view: BalanceView; onChange: (change: BalanceView) => void }) {
  const { t, i18n } = useLingui();
  const filter = filterOf(view, useZone());
  const { tab: _, ...filters } = view;
  const filtered = Object.values(filters).some((part) => part !== undefined);
  const clear = () =>
    onChange({
      operation: undefined,
      account: undefined,
      client: undefined,
      owner: undefined,
      kind: undefined,
      state: undefined,
      flow: undefined,
      currency: undefined,
      from: undefined,
      to: undefined,
    });
  return (
    <>
      <div className={tableClasses.toolbar}>
        {view.flow || view.currency || view.owner ? (
          <FlowChip
            view={view}
            onRemove={() => onChange({ flow: undefined, currency: undefined, kind: undefined, owner: undefined })}
          />
        ) : (
          <>
            <Select
              className={classes.filter ?? ""}
              size="xs"
              aria-label={t`What`}
              placeholder={t`All kinds`}
              data={kinds.map((value) => ({ value, label: i18n._(kindNames[value]) }))}
              value={view.kind ?? null}
              onChange={(kind) => onChange({ kind: (kind as BalanceView["kind"]) ?? undefined })}
              clearable
              comboboxProps={{ shadow: "md" }}
            />
            <Select
              className={classes.filter ?? ""}
              size="xs"
              aria-label={t`State`}
              placeholder={t`All states`}
              data={states.map((value) => ({ value, label: i18n._(balanceStates[value].text) }))}
              value={view.state ?? null}
              onChange={(state) => onChange({ state: (state as BalanceView["state"]) ?? undefined })}
              clearable
              comboboxProps={{ shadow: "md" }}
            />
          </>
        )}
        <DayRange from={view.from} to={view.to} onFrom={(from) => onChange({ from })} onTo={(to) => onChange({ to })} />
        <OnlyChip
          account={view.account}
          client={view.client}
          row={view.operation}
          onRemove={() => onChange({ operation: undefined, account: undefined, client: undefined })}
        />
        <span className={tableClasses.spacer} />
        {filtered && (
          <Button variant="subtle" onClick={clear}>
            <Trans>Clear filters</Trans>
          </Button>
        )}
      </div>
      <Totals filter={filter} />
      <OperationTable
        key={JSON.stringify(filter)}
        filter={filter}
        empty={
          <EmptyState title={filtered ? <Trans>Nothing matches</Trans> : <Trans>No balance operation yet</Trans>}>
            {!filtered && (
              <Trans>Money is moved from an account's menu, on the client's profile or in the list of accounts.</Trans>
            )}
          </EmptyState>
        }
      />
    </>
  );
}

/** Says that the list holds what a figure of the home page is made of, and takes that away. */
function FlowChip({ view, onRemove }: { view: BalanceView; onRemove: () => void }) {
  const { t } = useLingui();
  const { currency = "" } = view;
  const what = view.owner
    ? view.flow === "first"
      ? t`First deposits of one colleague's clients`
      : t`Of one colleague's clients`
    : view.flow === "first"
      ? t`First deposits ${currency}`
      : view.flow === "net"
        ? view.kind === "DEPOSIT"
          ? t`Deposits ${currency}`
          : view.kind === "WITHDRAWAL"
            ? t`Withdrawals ${currency}`
            : t`Deposits and withdrawals ${currency}`
        : t`Only ${currency}`;
  return <FilterChip label={what.trim()} onRemove={onRemove} />;
}

/** What was booked under a filter, by currency: neither different currencies nor real and play money are added. */
export function Totals({ filter }: { filter: BalanceFilter }) {
  const [{ data }, execute] = useQuery({
    query: BalanceTotalsDocument,
    variables: { filter },
    requestPolicy: "cache-and-network",
  });
  useOperationNews(filter, execute);
  const totals = useKept(data, JSON.stringify(filter))?.balanceTotals ?? [];
  if (totals.length === 0) return null;
  return (
    <div className={classes.totals}>
      {totals.map(({ bookedIn, bookedOut, count, currency, environment }) => (
        <span key={`${environment} ${currency}`}>
          <DemoMark environment={environment} />{" "}
          <Trans>
            <b>{currency}</b> in <b>{amount(bookedIn)}</b>, out <b>{amount(bookedOut)}</b>
          </Trans>{" "}
          (<Plural value={count} one="# booked" other="# booked" />)
        </span>
      ))}
    </div>
  );
}
