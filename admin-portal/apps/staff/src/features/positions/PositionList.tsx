import type { PositionSort } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import { EmptyState } from "../../app/states.tsx";
import { useDealing, usePositionKeys } from "../dealing/useDealing.tsx";
import { type LivePosition, PositionBeatsDocument } from "./documents.ts";
import { LiveFilterBar } from "./LiveFilterBar.tsx";
import { LiveList, useMarker } from "./LiveList.tsx";
import { positionColumns, withoutClient } from "./positionColumns.tsx";
import { Totals } from "./Totals.tsx";
import { useBeatWindow } from "./useBeats.ts";
import { useGridKeys } from "./useGridKeys.ts";
import { cleared, isFiltered, type LiveFilters, liveFilterOf } from "./view.ts";

interface PositionListProps {
  filters: LiveFilters;
  sort: PositionSort;
  onFilters: (change: LiveFilters) => void;
  onSort: (sort: PositionSort) => void;
  openKey: string | undefined;
  /** A row for the side panel; nothing closes it. */
  onOpen: (row: LivePosition | undefined) => void;
  /** All rows belong to one client, whose page this is. */
  clientId?: string;
}

const ofClient = withoutClient(positionColumns);

/** Open positions as they change. */
export function PositionList(props: PositionListProps) {
  const { clientId, filters, onFilters, onOpen, onSort, openKey, sort } = props;
  const { t } = useLingui();
  const asked = clientId ? { ...filters, client: clientId } : filters;
  const filter = liveFilterOf(asked);
  const live = useBeatWindow(PositionBeatsDocument, { filter, sort }, (data) => data.positionBeats);
  const open = useCallback((row: LivePosition) => onOpen(row), [onOpen]);
  const marker = useMarker<LivePosition>(live.window, openKey, open);
  const dealing = useDealing();
  const group = t`Positions`;
  useGridKeys({
    group,
    total: live.window?.total ?? 0,
    active: marker.active,
    activate: marker.activate,
    current: marker.row,
    open,
    close: openKey === undefined ? undefined : () => onOpen(undefined),
    inside: clientId !== undefined,
  });
  // while the panel is open its own keys deal with what it shows
  usePositionKeys(dealing, openKey === undefined ? marker.row : undefined);
  return (
    <>
      <LiveList
        label={t`Positions`}
        columns={clientId ? ofClient : positionColumns}
        window={live.window}
        feeds={live.beat?.feeds ?? []}
        at={live.at}
        error={live.error}
        onRetry={live.retry}
        onRange={live.onRange}
        marker={marker}
        sort={sort}
        onSort={onSort}
        openKey={openKey}
        onOpen={open}
        filters={
          <LiveFilterBar
            filters={asked}
            feeds={live.beat?.feeds ?? []}
            onChange={onFilters}
            inside={clientId !== undefined}
            without={clientId ? ["client", "owner", "team"] : []}
          />
        }
        filtered={isFiltered(filters)}
        onClear={() => onFilters(cleared)}
        empty={
          <EmptyState title={<Trans>No open position</Trans>}>
            <Trans>Positions appear here by themselves as soon as they are opened.</Trans>
          </EmptyState>
        }
        foot={<Totals totals={live.beat?.totals ?? []} />}
        inside={clientId !== undefined}
      />
      {dealing.dialogs}
    </>
  );
}
