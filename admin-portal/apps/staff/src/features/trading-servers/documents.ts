import { graphql, type TestTradingServerMutation, type TradingServerListQuery } from "@brokerdesk/api";

export const TradingServerFieldsDocument = graphql(`
  fragment TradingServerFields on TradingServer {
    id
    version
    kind
    environment
    name
    host
    port
    manager
    authorities
    pin
    plain
    authorityUrl
    scope
    platform
    daylight
    archived
    state
    checkedAt
    lastAnswerAt
    lastError
    failures
    lagMs
    lag { dealDelayMs feeds { kind state asOf said } }
    clockOffsetSeconds
    clockDriftSeconds
  }
`);

export const TradingServerListDocument = graphql(`
  query TradingServerList {
    tradingServers { ...TradingServerFields }
  }
`);

export const AddTradingServerDocument = graphql(`
  mutation AddTradingServer($input: AddTradingServerInput!) {
    addTradingServer(input: $input) {
      tradingServer { ...TradingServerFields }
      errors { code message path }
    }
  }
`);

export const EditTradingServerDocument = graphql(`
  mutation EditTradingServer($input: EditTradingServerInput!) {
    editTradingServer(input: $input) {
      tradingServer { ...TradingServerFields }
      errors { code message path }
    }
  }
`);

export const TestTradingServerDocument = graphql(`
  mutation TestTradingServer($id: ID!) {
    testTradingServer(id: $id) {
      test {
        good
        problems
        signedIn
        latencyMs
        clockOffsetSeconds
        clockDriftSeconds
        groups
        symbols
        missingRights
        unknownRights
      }
      tradingServer { ...TradingServerFields }
      errors { code message path }
    }
  }
`);

export const ArchiveTradingServerDocument = graphql(`
  mutation ArchiveTradingServer($input: DeleteInput!) {
    archiveTradingServer(input: $input) {
      tradingServer { ...TradingServerFields }
      errors { code message path }
    }
  }
`);

export const RestoreTradingServerDocument = graphql(`
  mutation RestoreTradingServer($input: DeleteInput!) {
    restoreTradingServer(input: $input) {
      tradingServer { ...TradingServerFields }
      errors { code message path }
    }
  }
`);

export type TradingServer = TradingServerListQuery["tradingServers"][number];
export type ServerTest = NonNullable<TestTradingServerMutation["testTradingServer"]["test"]>;
