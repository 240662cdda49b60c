import type { PositionSort } from "@brokerdesk/api";
import { useLingui } from "@lingui/react/macro";
import { SegmentedControl } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { OrderList } from "./OrderList.tsx";
import { PositionList } from "./PositionList.tsx";
import type { LiveFilters, PositionTab } from "./view.ts";

/** A client's open positions and pending orders as they change; a row opens in the page of positions. */
export default function ClientPositions({ client }: { client: { id: string } }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [part, setPart] = useState<"positions" | "orders">("positions");
  const [filters, setFilters] = useState<LiveFilters>({});
  const [sort, setSort] = useState<PositionSort>("OPENED_NEWEST");
  const onFilters = (change: LiveFilters) => setFilters((old) => ({ ...old, ...change }));
  const open = (tab: PositionTab | undefined) => (row: { key: string; accountId: string } | undefined) => {
    if (row === undefined) return;
    void navigate({ to: "/positions", search: { tab, client: client.id, id: row.key, of: row.accountId } });
  };
  return (
    <>
      <SegmentedControl
        size="xs"
        mb="xs"
        aria-label={t`What is open`}
        data={[
          { value: "positions", label: t`Positions` },
          { value: "orders", label: t`Pending orders` },
        ]}
        value={part}
        onChange={(value) => setPart(value as typeof part)}
      />
      {part === "positions" ? (
        <PositionList
          clientId={client.id}
          filters={filters}
          sort={sort}
          onFilters={onFilters}
          onSort={setSort}
          openKey={undefined}
          onOpen={open(undefined)}
        />
      ) : (
        <OrderList
          clientId={client.id}
          filters={filters}
          onFilters={onFilters}
          openKey={undefined}
          onOpen={open("orders")}
        />
      )}
    </>
  );
}
