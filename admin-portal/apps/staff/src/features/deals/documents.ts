import {
  type AccountCurveQuery,
  type CandlesQuery,
  type DealListQuery,
  type DealTotalsQuery,
  type EndedOrdersQuery,
  graphql,
} from "@brokerdesk/api";

export const DealFieldsDocument = graphql(`
  fragment DealFields on Deal {
    key
    ticket
    accountId
    login
    serverName
    environment
    client { id number name }
    action
    entry
    order
    position
    symbol
    lots
    price
    profit
    swap
    commission
    currency
    comment
    source
    commandId
    operationId
    at
  }
`);

export const DealListDocument = graphql(`
  query DealList($filter: DealFilter!, $first: Int!, $after: String) {
    deals(filter: $filter, first: $first, after: $after) {
      edges { cursor node { ...DealFields } }
      pageInfo { hasNextPage endCursor }
      feeds { ...FeedFields }
    }
  }
`);

export const DealTotalsDocument = graphql(`
  query DealTotals($filter: DealFilter!) {
    dealTotals(filter: $filter) { environment currency deals lots profit swap commission deposits withdrawals }
  }
`);

export const EndedOrdersDocument = graphql(`
  query EndedOrders($accountId: ID!, $from: DateTime!, $before: DateTime!, $cursor: String) {
    endedOrders(accountId: $accountId, from: $from, before: $before, cursor: $cursor) {
      rows { ticket symbol kind lots price state placedAt endedAt }
      next
      asOf
      said
    }
  }
`);

export const AccountCurveDocument = graphql(`
  query AccountCurve($accountId: ID!, $days: Int!) {
    accountCurve(accountId: $accountId, days: $days) {
      currency
      wholeAt
      points { at balance equity }
      movements { at action amount }
    }
  }
`);

export const CandlesDocument = graphql(`
  query Candles($accountId: ID!, $symbol: String!, $frame: CandleFrame!, $from: DateTime!, $to: DateTime!) {
    candles(accountId: $accountId, symbol: $symbol, frame: $frame, from: $from, to: $to) {
      symbol
      digits
      candles { at open high low close }
      deals { ...DealFields }
      asOf
      said
    }
  }
`);

export type Deal = DealListQuery["deals"]["edges"][number]["node"];
export type DealTotal = DealTotalsQuery["dealTotals"][number];
export type EndedOrderPage = EndedOrdersQuery["endedOrders"];
export type Curve = AccountCurveQuery["accountCurve"];
export type CandleChartData = CandlesQuery["candles"];

export const DealsChangedDocument = graphql(`
  subscription DealsChanged {
    dealsChanged {
      missed
      accounts { accountId clientId }
    }
  }
`);
