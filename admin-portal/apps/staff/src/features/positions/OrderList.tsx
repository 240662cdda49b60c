import { Trans, useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import { EmptyState } from "../../app/states.tsx";
import { useDealing, useOrderKeys } from "../dealing/useDealing.tsx";
import { type LiveOrder, OrderBeatsDocument } from "./documents.ts";
import { LiveFilterBar } from "./LiveFilterBar.tsx";
import { LiveList, useMarker } from "./LiveList.tsx";
import { orderColumns, withoutClient } from "./positionColumns.tsx";
import { useBeatWindow } from "./useBeats.ts";
import { useGridKeys } from "./useGridKeys.ts";
import { cleared, isFiltered, type LiveFilters, liveFilterOf } from "./view.ts";

interface OrderListProps {
  filters: LiveFilters;
  onFilters: (change: LiveFilters) => void;
  openKey: string | undefined;
  onOpen: (row: LiveOrder | undefined) => void;
  clientId?: string;
}

const ofClient = withoutClient(orderColumns);
/** Profit and margin level belong to positions. */
const meaningless = ["profitFrom", "profitTo", "marginBelow"] as const;

/** Pending orders as they change. */
export function OrderList({ clientId, filters, onFilters, onOpen, openKey }: OrderListProps) {
  const { t } = useLingui();
  const kept = { ...filters, profitFrom: undefined, profitTo: undefined, marginBelow: undefined };
  const asked = clientId ? { ...kept, client: clientId } : kept;
  const filter = liveFilterOf(asked);
  const live = useBeatWindow(OrderBeatsDocument, { filter }, (data) => data.orderBeats);
  const open = useCallback((row: LiveOrder) => onOpen(row), [onOpen]);
  const marker = useMarker<LiveOrder>(live.window, openKey, open);
  const dealing = useDealing();
  useGridKeys({
    group: t`Pending orders`,
    total: live.window?.total ?? 0,
    active: marker.active,
    activate: marker.activate,
    current: marker.row,
    open,
    close: openKey === undefined ? undefined : () => onOpen(undefined),
    inside: clientId !== undefined,
  });
  // while the panel is open its own keys deal with what it shows
  useOrderKeys(dealing, openKey === undefined ? marker.row : undefined);
  return (
    <>
      <LiveList
        label={t`Pending orders`}
        columns={clientId ? ofClient : orderColumns}
        window={live.window}
        feeds={live.beat?.feeds ?? []}
        at={live.at}
        error={live.error}
        onRetry={live.retry}
        onRange={live.onRange}
        marker={marker}
        openKey={openKey}
        onOpen={open}
        filters={
          <LiveFilterBar
            filters={asked}
            feeds={live.beat?.feeds ?? []}
            onChange={onFilters}
            inside={clientId !== undefined}
            without={clientId ? [...meaningless, "client", "owner", "team"] : meaningless}
          />
        }
        filtered={isFiltered(kept)}
        onClear={() => onFilters(cleared)}
        empty={
          <EmptyState title={<Trans>No pending order</Trans>}>
            <Trans>Orders that wait for their price appear here by themselves.</Trans>
          </EmptyState>
        }
        inside={clientId !== undefined}
      />
      {dealing.dialogs}
    </>
  );
}
