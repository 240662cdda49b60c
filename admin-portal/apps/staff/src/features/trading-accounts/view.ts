import type { TradingAccountFilter, TradingEnvironment } from "@brokerdesk/api";

/** Which accounts the page shows; the address carries it. */
export interface AccountView {
  login?: string | undefined;
  server?: string | undefined;
  product?: string | undefined;
  money?: TradingEnvironment | undefined;
  archived?: boolean | undefined;
}

/** Reads an address; what it does not understand is left out. */
export function parseAccountView(search: Record<string, unknown>): AccountView {
  const text = (value: unknown) =>
    typeof value === "string" || typeof value === "number" ? String(value).slice(0, 100) || undefined : undefined;
  const [login, server, product] = [text(search.login), text(search.server), text(search.product)];
  const money = (["LIVE", "DEMO"] as const).find((each) => each === search.money);
  return {
    ...(login ? { login } : {}),
    ...(server ? { server } : {}),
    ...(product ? { product } : {}),
    ...(money ? { money } : {}),
    ...(search.archived === true ? { archived: true } : {}),
  };
}

export function filterOf({ login, server, product, money, archived }: AccountView): TradingAccountFilter {
  return {
    ...(login?.trim() ? { login: login.trim() } : {}),
    ...(server ? { serverId: server } : {}),
    ...(product ? { productId: product } : {}),
    ...(money ? { environment: money } : {}),
    ...(archived ? { archived } : {}),
  };
}

export const isFiltered = ({ login, server, product, money }: AccountView): boolean =>
  [login, server, product, money].some((part) => part !== undefined && part !== "");
