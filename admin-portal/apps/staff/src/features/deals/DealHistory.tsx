import { Trans } from "@lingui/react/macro";
import { useZone } from "../../app/preferences.ts";
import { EmptyState } from "../../app/states.tsx";
import type { DealFilters } from "../positions/view.ts";
import { DealFilterBar } from "./DealFilterBar.tsx";
import { DealFeeds, DealTable } from "./DealTable.tsx";
import { DealTotals } from "./DealTotals.tsx";
import { dealFilterOf, dealFiltersOf } from "./view.ts";

interface DealHistoryProps {
  view: DealFilters;
  onChange: (change: DealFilters) => void;
  /** All deals belong to one client, whose page this is. */
  inside?: boolean;
}

/** All deals under filters, with what they come to. */
export default function DealHistory({ view, onChange, inside = false }: DealHistoryProps) {
  const filters = dealFiltersOf(view);
  const filter = dealFilterOf(filters, useZone());
  const { client, account, money: _, ...narrowing } = filters;
  const filtered = Object.keys(narrowing).length > 0 || (!inside && (client ?? account) !== undefined);
  return (
    <>
      <DealFilterBar filters={filters} onChange={onChange} inside={inside} />
      <DealFeeds filter={filter} />
      <DealTotals filter={filter} />
      <DealTable
        key={JSON.stringify(filter)}
        filter={filter}
        clients={!inside}
        empty={
          <EmptyState title={filtered ? <Trans>Nothing matches</Trans> : <Trans>No deal yet</Trans>}>
            {!filtered && <Trans>What is traded, paid in or paid out appears here as its server books it.</Trans>}
          </EmptyState>
        }
      />
    </>
  );
}
