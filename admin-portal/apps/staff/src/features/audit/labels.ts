import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { changedFieldName } from "../clients/profile/changedFields.ts";

const actorKinds: Record<string, MessageDescriptor> = {
  staff: msg`Staff`,
  client: msg`Client`,
  website: msg`API key`,
  api_key: msg`API key`,
  operator: msg`Operator`,
  system: msg`System`,
  nobody: msg`Not signed in`,
};

const targetKinds: Record<string, MessageDescriptor> = {
  client: msg`Client`,
  staff: msg`Staff member`,
  team: msg`Team`,
  role: msg`Role`,
  api_key: msg`API key`,
  session: msg`Session`,
  note: msg`Note`,
  saved_view: msg`Saved view`,
  contact: msg`Contact`,
  trading_server: msg`Trading server`,
  trading_account: msg`Trading account`,
  account_product: msg`Account product`,
  balance_operation: msg`Balance operation`,
  trade_command: msg`Trade command`,
  dealing_rule: msg`Dealing rule`,
  audit_file: msg`Audit file`,
  watch_alert: msg`Alert`,
  watch_rule: msg`Alert threshold`,
  file: msg`File`,
  client_import: msg`Import`,
  client_bulk: msg`Bulk change`,
  tag: msg`Tag`,
  client_status: msg`Client status`,
};

const fields: Record<string, MessageDescriptor> = {
  name: msg`Name`,
  roles: msg`Roles`,
  rules: msg`Rights`,
  description: msg`Description`,
  desk: msg`Desk`,
  parent: msg`Team above`,
  leader: msg`Leader`,
  cover: msg`Covered by`,
  contacts_a_day: msg`Contacts a day`,
  first_deposits_a_month: msg`First deposits a month`,
  from: msg`From`,
  until: msg`Until`,
  draft: msg`Draft of a role`,
  preview: msg`Preview as`,
  scopes: msg`May do`,
  ip_allow_list: msg`Only from`,
  expires_at: msg`Ends`,
  revoked_at: msg`Revoked`,
  rolled_to: msg`Successor`,
  factor: msg`Factor`,
  outcome: msg`Outcome`,
  audience: msg`Who has it`,
  filter: msg`Conditions`,
  sort: msg`Order`,
  columns: msg`Columns`,
  group_by: msg`Groups`,
  view: msg`View`,
  theme: msg`Theme`,
  density: msg`Rows`,
  locale: msg`Language`,
  time_zone: msg`Time zone`,
  shortcuts: msg`Shortcuts`,
  date_style: msg`Dates`,
  clock: msg`Clock`,
  week_start: msg`A week begins on`,
  kind: msg`Product`,
  status: msg`Status`,
  environment: msg`Money`,
  host: msg`Host`,
  port: msg`Port`,
  manager: msg`Manager`,
  secret: msg`Secret`,
  authorities: msg`Certificate authorities`,
  pin: msg`Certificate pin`,
  plain: msg`Without TLS`,
  authority_url: msg`Address of tokens`,
  scope: msg`Scope`,
  platform: msg`Platform`,
  daylight: msg`Summer time`,
  result: msg`Result`,
  problems: msg`Problems`,
  symbol: msg`Symbol`,
  side: msg`Side`,
  order_kind: msg`Kind of order`,
  lots: msg`Lots`,
  ticket: msg`Ticket`,
  by_ticket: msg`Closed by`,
  price: msg`Price`,
  price_trigger: msg`Becomes a limit order at`,
  position_lots: msg`Lots of the position`,
  position_price: msg`Price of the position`,
  stop_loss: msg`Stop loss`,
  take_profit: msg`Take profit`,
  asked_stop_loss: msg`Stop loss asked for`,
  asked_take_profit: msg`Take profit asked for`,
  filled_lots: msg`Filled lots`,
  filled_price: msg`Filled at`,
  slippage: msg`Slippage, points`,
  deal: msg`Deal`,
  said: msg`The server said`,
  alone_up_to: msg`Alone, up to`,
  max_slippage: msg`Price may move, points`,
  step_up: msg`Fresh code before each command`,
  enabled: msg`Watched`,
  most: msg`Usual, up to`,
  minutes: msg`Within, minutes`,
  night_from: msg`The night begins at`,
  night_to: msg`The night ends at`,
  count: msg`How many`,
  actor: msg`Who`,
  target: msg`About`,
  actions: msg`Events`,
  refused: msg`Refused`,
  before: msg`Before`,
};

const words = (snake: string) => {
  const text = snake.replaceAll("_", " ");
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
};

export const actorKindName = (kind: string) => {
  const known = actorKinds[kind.toLowerCase()];
  return known ? i18n._(known) : words(kind.toLowerCase());
};

export const targetKindName = (kind: string) => {
  const known = targetKinds[kind.toLowerCase()];
  return known ? i18n._(known) : words(kind.toLowerCase());
};

export function auditFieldName(field: string): string {
  const known = fields[field.replaceAll(/([A-Z])/g, "_$1").toLowerCase()];
  return known ? i18n._(known) : changedFieldName(field);
}
