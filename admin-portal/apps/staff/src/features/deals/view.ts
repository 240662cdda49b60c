import type { DealFilter } from "@brokerdesk/api";
import { nextDay, startOfDay } from "../../app/days.ts";
import { type DealFilters, environmentOf } from "../positions/view.ts";

export function dealFilterOf(filters: DealFilters, zone: string): DealFilter {
  const environment = environmentOf(filters);
  const symbols = (filters.symbol ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
  return {
    ...(filters.client ? { clientId: filters.client } : {}),
    ...(filters.account ? { accountId: filters.account } : {}),
    ...(filters.server ? { serverId: filters.server } : {}),
    ...(environment ? { environment } : {}),
    ...(symbols.length > 0 ? { symbols } : {}),
    ...(filters.action ? { actions: [filters.action] } : {}),
    ...(filters.position?.trim() ? { position: filters.position.trim() } : {}),
    ...(filters.source ? { sources: [filters.source] } : {}),
    ...(filters.from ? { from: startOfDay(filters.from, zone) } : {}),
    ...(filters.to ? { before: startOfDay(nextDay(filters.to), zone) } : {}),
  };
}

export const noDealFilters: DealFilters = {
  symbol: undefined,
  client: undefined,
  account: undefined,
  server: undefined,
  money: undefined,
  action: undefined,
  position: undefined,
  source: undefined,
  from: undefined,
  to: undefined,
};

export function dealFiltersOf(view: DealFilters): DealFilters {
  return Object.fromEntries(
    (Object.keys(noDealFilters) as (keyof DealFilters)[])
      .map((part) => [part, view[part]] as const)
      .filter(([, value]) => value !== undefined),
  ) as DealFilters;
}
