import {
  type ExposureBeatsSubscription,
  graphql,
  type MarginBeatsSubscription,
  type OrderBeatsSubscription,
  type PositionBeatsSubscription,
} from "@brokerdesk/api";

export const FeedFieldsDocument = graphql(`
  fragment FeedFields on Feed { serverId serverName state asOf said }
`);

export const LivePositionFieldsDocument = graphql(`
  fragment LivePositionFields on LivePosition {
    key
    ticket
    accountId
    login
    serverId
    serverName
    serverKind
    environment
    client { id number name }
    group
    symbol
    digits
    side
    lots
    priceOpen
    priceCurrent
    stopLoss
    takeProfit
    profit
    swap
    currency
    marginLevel
    openedAt
  }
`);

export const LiveOrderFieldsDocument = graphql(`
  fragment LiveOrderFields on LiveOrder {
    key
    ticket
    accountId
    login
    serverId
    serverName
    serverKind
    environment
    client { id number name }
    group
    symbol
    digits
    kind
    lots
    price
    priceCurrent
    priceAsOf
    priceTrigger
    stopLoss
    takeProfit
    expiresAt
    placedAt
  }
`);

export const PositionBeatsDocument = graphql(`
  subscription PositionBeats($filter: LiveFilter!, $sort: PositionSort, $from: Int!, $count: Int!) {
    positionBeats(filter: $filter, sort: $sort, from: $from, count: $count) {
      keys
      changed { ...LivePositionFields }
      total
      totals { environment currency profit swap }
      feeds { ...FeedFields }
    }
  }
`);

export const OrderBeatsDocument = graphql(`
  subscription OrderBeats($filter: LiveFilter!, $from: Int!, $count: Int!) {
    orderBeats(filter: $filter, from: $from, count: $count) {
      keys
      changed { ...LiveOrderFields }
      total
      feeds { ...FeedFields }
    }
  }
`);

export const ExposureBeatsDocument = graphql(`
  subscription ExposureBeats($filter: LiveFilter!) {
    exposureBeats(filter: $filter) {
      rows { symbol environment positions clients buyLots sellLots netLots profits { environment currency profit swap } }
      feeds { ...FeedFields }
    }
  }
`);

export const MarginBeatsDocument = graphql(`
  subscription MarginBeats($below: String!, $environment: TradingEnvironment, $from: Int!, $count: Int!) {
    marginWatchBeats(below: $below, environment: $environment, from: $from, count: $count) {
      rows { account { ...TradingAccountFields } marginLevel openPositions }
      total
      feeds { ...FeedFields }
    }
  }
`);

export const AccountBeatsDocument = graphql(`
  subscription AccountBeats($clientId: ID!) {
    accountBeats(clientId: $clientId) { ...TradingAccountFields }
  }
`);

export type PositionBeat = PositionBeatsSubscription["positionBeats"];
export type LivePosition = PositionBeat["changed"][number];
export type CurrencyProfit = PositionBeat["totals"][number];
export type Feed = PositionBeat["feeds"][number];
export type OrderBeat = OrderBeatsSubscription["orderBeats"];
export type LiveOrder = OrderBeat["changed"][number];
export type Exposure = ExposureBeatsSubscription["exposureBeats"];
export type ExposureRow = Exposure["rows"][number];
export type MarginWatch = MarginBeatsSubscription["marginWatchBeats"];
export type WatchedAccount = MarginWatch["rows"][number];
