import {
  type DealingRuleQuery,
  graphql,
  type TradeCommandListQuery,
  type TradePreviewQuery,
  type TradeSymbolsQuery,
  type TradeTicketQuery,
} from "@brokerdesk/api";

export const TradeCommandFieldsDocument = graphql(`
  fragment TradeCommandFields on TradeCommand {
    id
    version
    kind
    state
    accountId
    login
    serverName
    environment
    client { id number name }
    symbol
    digits
    side
    pendingKind
    lots
    ticket
    byTicket
    price
    priceTrigger
    stopLoss
    takeProfit
    expiresAt
    before { lots price stopLoss takeProfit }
    after { lots price stopLoss takeProfit }
    filledLots
    filledPrice
    slippage
    deal
    order
    said
    tookMs
    reason
    needsApproval
    mine
    approvable
    notApprovableBecause
    requestedBy { id name }
    requestedAt
    decidedBy { id name }
    decidedAt
    sentAt
    endedAt
  }
`);

export const TradeCommandListDocument = graphql(`
  query TradeCommandList($filter: TradeCommandFilter!, $first: Int!, $after: String) {
    tradeCommands(filter: $filter, first: $first, after: $after) {
      edges { cursor node { ...TradeCommandFields } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export const TradeCommandDocument = graphql(`
  query TradeCommandById($id: ID!) {
    tradeCommand(id: $id) { ...TradeCommandFields }
  }
`);

export const TradeTicketDocument = graphql(`
  query TradeTicket($accountId: ID!, $symbol: String, $ticket: String) {
    tradeTicket(accountId: $accountId, symbol: $symbol, ticket: $ticket) {
      account { ...TradingAccountFields }
      symbol
      description
      digits
      point
      bid
      ask
      quotedAt
      maxSlippage
      lotsMin
      lotsMax
      lotsStep
      stopsLevel
      tradeMode
      positions { ...LivePositionFields }
      orders { ...LiveOrderFields }
      kinds
      pendingKinds
    }
  }
`);

export const TradeSymbolsDocument = graphql(`
  query TradeSymbols($accountId: ID!, $search: String!) {
    tradeSymbols(accountId: $accountId, search: $search) { symbol description digits }
  }
`);

export const TradePreviewDocument = graphql(`
  query TradePreview($input: RequestTradeInput!) {
    tradePreview(input: $input) {
      checks { outcome text }
      needsApproval
      price
      marginNeeded
      marginFreeAfter
      result
    }
  }
`);

export const TradeCommandPreviewDocument = graphql(`
  query TradeCommandPreview($id: ID!) {
    tradeCommandPreview(id: $id) {
      checks { outcome text }
      needsApproval
      price
      marginNeeded
      marginFreeAfter
      result
    }
  }
`);

export const DealingRuleDocument = graphql(`
  query DealingRule {
    dealingRule { aloneUpToLots maxSlippage reasonRequired stepUp version }
  }
`);

export const RequestTradeDocument = graphql(`
  mutation RequestTrade($input: RequestTradeInput!) {
    requestTrade(input: $input) {
      command { ...TradeCommandFields }
      errors { code message path }
    }
  }
`);

export const ApproveTradeDocument = graphql(`
  mutation ApproveTrade($input: DecideTradeInput!) {
    approveTrade(input: $input) {
      command { ...TradeCommandFields }
      errors { code message path }
    }
  }
`);

export const DeclineTradeDocument = graphql(`
  mutation DeclineTrade($input: ReasonedInput!) {
    declineTrade(input: $input) {
      command { ...TradeCommandFields }
      errors { code message path }
    }
  }
`);

export const CancelTradeDocument = graphql(`
  mutation CancelTrade($input: DecideTradeInput!) {
    cancelTrade(input: $input) {
      command { ...TradeCommandFields }
      errors { code message path }
    }
  }
`);

export const FindOutTradeDocument = graphql(`
  mutation FindOutTrade($id: ID!) {
    findOutTrade(id: $id) {
      command { ...TradeCommandFields }
      errors { code message path }
    }
  }
`);

export const SetDealingRuleDocument = graphql(`
  mutation SetDealingRule($input: SetDealingRuleInput!) {
    setDealingRule(input: $input) {
      rule { aloneUpToLots maxSlippage reasonRequired stepUp version }
      errors { code message path }
    }
  }
`);

export type TradeCommand = TradeCommandListQuery["tradeCommands"]["edges"][number]["node"];
export type TradeTicket = TradeTicketQuery["tradeTicket"];
export type TradePreview = TradePreviewQuery["tradePreview"];
export type TradeSymbol = TradeSymbolsQuery["tradeSymbols"][number];
export type DealingRule = DealingRuleQuery["dealingRule"];

export const TradeCommandChangedDocument = graphql(`
  subscription TradeCommandChanged {
    tradeCommandChanged { missed commandId accountId clientId version }
  }
`);
