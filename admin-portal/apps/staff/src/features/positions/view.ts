import type {
  DealAction,
  DealSource,
  LiveFilter,
  PositionSort,
  TradeCommandKind,
  TradeSide,
  TradingEnvironment,
} from "@brokerdesk/api";
import { parseDay } from "../../app/days.ts";

export const positionTabs = ["positions", "orders", "exposure", "margin", "deals", "commands"] as const;
export type PositionTab = (typeof positionTabs)[number];

export const commandQueues = ["waiting", "unknown", "all"] as const;
export type CommandQueue = (typeof commandQueues)[number];

/** Per cent under which an account is watched; the first is what is taken when nothing is said. */
export const thresholds = ["150", "100", "120", "200", "300", "500"] as const;

/** The names that sorts have in an address. */
const sorts = {
  oldest: "OPENED_OLDEST",
  profit: "PROFIT_HIGHEST",
  loss: "PROFIT_LOWEST",
  lots: "LOTS_LARGEST",
  symbol: "SYMBOL",
  margin: "MARGIN_LEVEL_LOWEST",
} as const satisfies Record<string, PositionSort>;
type SortName = keyof typeof sorts;

/** Which money is shown. */
export const moneys = ["LIVE", "DEMO", "BOTH"] as const;
export type MoneyShown = (typeof moneys)[number];

/** What is filtered by; the address carries it. Symbols and groups are lists with commas between. */
export interface LiveFilters {
  symbol?: string | undefined;
  group?: string | undefined;
  side?: TradeSide | undefined;
  server?: string | undefined;
  /** Real money unless said; of one client or account both. */
  money?: MoneyShown | undefined;
  client?: string | undefined;
  account?: string | undefined;
  owner?: string | undefined;
  team?: string | undefined;
  /** Amounts in the account's currency. */
  profitFrom?: string | undefined;
  profitTo?: string | undefined;
  /** Per cent. */
  marginBelow?: string | undefined;
}

/** What narrows the history of deals. */
export interface DealFilters {
  symbol?: string | undefined;
  client?: string | undefined;
  account?: string | undefined;
  server?: string | undefined;
  /** Real money unless said; of one client or account both. */
  money?: MoneyShown | undefined;
  action?: DealAction | undefined;
  position?: string | undefined;
  source?: DealSource | undefined;
  /** First day, in the reader's time zone. */
  from?: string | undefined;
  /** Last day, itself included. */
  to?: string | undefined;
}

/** Everything that the page shows; the address carries it. */
export interface PositionView extends LiveFilters, DealFilters {
  tab?: PositionTab | undefined;
  sort?: SortName | undefined;
  /** Position or order in the side panel, and its account. */
  id?: string | undefined;
  of?: string | undefined;
  /** Per cent under which an account is watched. */
  below?: string | undefined;
  queue?: CommandQueue | undefined;
  kind?: TradeCommandKind | undefined;
  /** One trade command only. */
  command?: string | undefined;
}

export const dealActions: readonly DealAction[] = [
  "BUY",
  "SELL",
  "BALANCE",
  "CREDIT",
  "CHARGE",
  "CORRECTION",
  "BONUS",
  "OTHER",
];

export const dealSources: readonly DealSource[] = [
  "TRADE_COMMAND",
  "BALANCE_OPERATION",
  "CLIENT",
  "DEALER",
  "SERVER",
  "UNKNOWN",
];

export const commandKinds: readonly TradeCommandKind[] = [
  "OPEN",
  "CLOSE",
  "CLOSE_BY",
  "MODIFY_POSITION",
  "PLACE_ORDER",
  "MODIFY_ORDER",
  "CANCEL_ORDER",
  "ACTIVATE_ORDER",
];

/** A decimal as the server takes it; undefined for what is none. */
export function decimalOf(value: unknown, signed = false): string | undefined {
  const text = String(value ?? "")
    .trim()
    .replace(/^\u2212/, "-");
  return (signed ? /^-?\d{1,15}(\.\d{1,8})?$/ : /^\d{1,15}(\.\d{1,8})?$/).test(text) ? text : undefined;
}

const listed = (text: string | undefined) =>
  (text ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

const text = (value: unknown) => {
  const found = typeof value === "string" || typeof value === "number" ? String(value).trim().slice(0, 200) : "";
  return found === "" ? undefined : found;
};

const id = (value: unknown) => (typeof value === "string" && /^[\w:.-]{1,120}$/.test(value) ? value : undefined);

const one = <Value>(values: readonly Value[], value: unknown) => values.find((each) => each === value);

/** Leaves out what is undefined, so that an address holds only what is said. */
function said<Part extends object>(part: Part): Part {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as Part;
}

/** Reads an address; what it does not understand is left out. */
export function parsePositionView(search: Record<string, unknown>): PositionView {
  const tab = one(positionTabs, search.tab);
  const [from, to] = [parseDay(search.from), parseDay(search.to)];
  const opened = id(search.id);
  const below = one(thresholds, String(search.below ?? ""));
  return said({
    tab: tab === "positions" ? undefined : tab,
    sort: Object.hasOwn(sorts, String(search.sort)) ? (search.sort as SortName) : undefined,
    symbol: text(search.symbol),
    group: text(search.group),
    side: one(["BUY", "SELL"] as const, search.side),
    server: id(search.server),
    money: one(moneys, search.money),
    client: id(search.client),
    account: id(search.account),
    owner: id(search.owner),
    team: id(search.team),
    profitFrom: decimalOf(search.profitFrom, true),
    profitTo: decimalOf(search.profitTo, true),
    marginBelow: decimalOf(search.marginBelow),
    action: one(dealActions, search.action),
    position: text(search.position),
    source: one(dealSources, search.source),
    from,
    to: to && from && to < from ? undefined : to,
    id: opened,
    of: opened && id(search.of),
    below: below === thresholds[0] ? undefined : below,
    queue: one(commandQueues, search.queue),
    kind: one(commandKinds, search.kind),
    command: id(search.command),
  });
}

/** Which money is shown when nothing is said: what one client or account has is shown whole. */
export const usualMoney = ({ account, client }: Pick<LiveFilters, "account" | "client">): MoneyShown =>
  account || client ? "BOTH" : "LIVE";

/** Real money, play money, or nothing for both. */
export function environmentOf(
  filters: Pick<LiveFilters, "money" | "account" | "client">,
): TradingEnvironment | undefined {
  const money = filters.money ?? usualMoney(filters);
  return money === "BOTH" ? undefined : money;
}

export function liveFilterOf(filters: LiveFilters): LiveFilter {
  const environment = environmentOf(filters);
  const [symbols, groups] = [listed(filters.symbol), listed(filters.group)];
  return {
    ...(filters.client ? { clientId: filters.client } : {}),
    ...(filters.account ? { accountId: filters.account } : {}),
    ...(filters.server ? { serverId: filters.server } : {}),
    ...(environment ? { environment } : {}),
    ...(filters.owner ? { ownerId: filters.owner } : {}),
    ...(filters.team ? { teamId: filters.team } : {}),
    ...(symbols.length > 0 ? { symbols } : {}),
    ...(groups.length > 0 ? { groups } : {}),
    ...(filters.side ? { side: filters.side } : {}),
    ...(filters.profitFrom ? { profitFrom: filters.profitFrom } : {}),
    ...(filters.profitTo ? { profitTo: filters.profitTo } : {}),
    ...(filters.marginBelow ? { marginLevelBelow: filters.marginBelow } : {}),
  };
}

export const sortOf = (name: PositionView["sort"]): PositionSort => (name ? sorts[name] : "OPENED_NEWEST");

export function sortName(sort: PositionSort): PositionView["sort"] {
  return (Object.keys(sorts) as SortName[]).find((name) => sorts[name] === sort);
}

/** Every live filter, and nothing else of a view: for clearing them, or for keeping them on another tab. */
export const noFilters: LiveFilters = {
  symbol: undefined,
  group: undefined,
  side: undefined,
  server: undefined,
  money: undefined,
  client: undefined,
  account: undefined,
  owner: undefined,
  team: undefined,
  profitFrom: undefined,
  profitTo: undefined,
  marginBelow: undefined,
};

/** Every live filter is given up; which money is shown stays as it is. */
export const cleared: LiveFilters = (({ money: _, ...rest }) => rest)(noFilters);

export function filtersOf(view: PositionView): LiveFilters {
  return said(
    Object.fromEntries(
      (Object.keys(noFilters) as (keyof LiveFilters)[]).map((part) => [part, view[part]]),
    ) as LiveFilters,
  );
}

/** Filters that another tab shows too: history and commands have not all of them, and nothing is left out unseen. */
export function shownOn(tab: PositionTab, { account, client, money, symbol, ...others }: LiveFilters): LiveFilters {
  if (tab === "commands") return said({ account, client });
  if (tab === "deals") return said({ account, client, money, symbol });
  return said({ account, client, money, symbol, ...others });
}

/** Whether more is left out than what is usual. */
export const isFiltered = ({ money: _, ...filters }: LiveFilters): boolean =>
  Object.keys(liveFilterOf({ ...filters, money: "BOTH" })).length > 0;

/** How far the price is from where an order waits, in points of its symbol. */
export function pointsAway(order: {
  digits: number;
  price: string;
  priceCurrent?: string | null | undefined;
  priceTrigger?: string | null | undefined;
}): number | undefined {
  if (!order.priceCurrent) return undefined;
  const away = Number(order.priceTrigger ?? order.price) - Number(order.priceCurrent);
  return Math.round(Math.abs(away) * 10 ** order.digits);
}
