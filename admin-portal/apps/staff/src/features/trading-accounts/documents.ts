import {
  type AccountOpeningsQuery,
  graphql,
  type OpenTradingAccountMutation,
  type TradingAccountEffectQuery,
  type TradingAccountListQuery,
} from "@brokerdesk/api";

export const TradingAccountFieldsDocument = graphql(`
  fragment TradingAccountFields on TradingAccount {
    id
    version
    client { id number name }
    serverId
    serverName
    serverKind
    environment
    productId
    productName
    login
    group
    currency
    leverage
    loginEnabled
    tradingEnabled
    linked
    openedAt
    archivedAt
    showsFigures
    figures { balance credit equity margin marginFree marginLevel floating asOf }
    feedState
  }
`);

export const TradingAccountListDocument = graphql(`
  query TradingAccountList($first: Int!, $after: String, $filter: TradingAccountFilter) {
    tradingAccounts(first: $first, after: $after, filter: $filter) {
      edges { cursor node { ...TradingAccountFields } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export const TradingAccountDocument = graphql(`
  query TradingAccount($id: ID!) {
    tradingAccount(id: $id) { ...TradingAccountFields }
  }
`);

export const AccountOpeningsDocument = graphql(`
  query AccountOpenings {
    accountOpenings {
      id
      client { id number name }
      productName
      leverage
      state
      said
      sentBy { id name }
      sentAt
    }
  }
`);

export const TradingAccountEffectDocument = graphql(`
  query TradingAccountEffect($id: ID!, $productId: ID, $leverage: Int) {
    tradingAccountEffect(id: $id, productId: $productId, leverage: $leverage) {
      openPositions margin marginAfter marginFree marginFreeAfter marginLevel marginLevelAfter
      levels { marginCall stopOut areMoney }
      levelsAfter { marginCall stopOut areMoney }
      refusal remarks
    }
  }
`);

export const OpenTradingAccountDocument = graphql(`
  mutation OpenTradingAccount($input: OpenTradingAccountInput!) {
    openTradingAccount(input: $input) {
      result { openingId state said mainPassword investorPassword }
      tradingAccount { ...TradingAccountFields }
      errors { code message path }
    }
  }
`);

export const SettleAccountOpeningDocument = graphql(`
  mutation SettleAccountOpening($id: ID!) {
    settleAccountOpening(id: $id) {
      result { openingId state said }
      tradingAccount { ...TradingAccountFields }
      errors { code message path }
    }
  }
`);

export const LinkTradingAccountDocument = graphql(`
  mutation LinkTradingAccount($input: LinkTradingAccountInput!) {
    linkTradingAccount(input: $input) {
      tradingAccount { ...TradingAccountFields }
      errors { code message path }
    }
  }
`);

export const ChangeTradingAccountDocument = graphql(`
  mutation ChangeTradingAccount($input: ChangeTradingAccountInput!) {
    changeTradingAccount(input: $input) {
      tradingAccount { ...TradingAccountFields }
      errors { code message path }
    }
  }
`);

export const SwitchTradingAccountDocument = graphql(`
  mutation SwitchTradingAccount($input: SwitchTradingAccountInput!) {
    switchTradingAccount(input: $input) {
      tradingAccount { ...TradingAccountFields }
      errors { code message path }
    }
  }
`);

export const ArchiveTradingAccountDocument = graphql(`
  mutation ArchiveTradingAccount($input: ArchiveTradingAccountInput!) {
    archiveTradingAccount(input: $input) {
      tradingAccount { ...TradingAccountFields }
      errors { code message path }
    }
  }
`);

export const SetTradingPasswordDocument = graphql(`
  mutation SetTradingPassword($input: SetTradingPasswordInput!) {
    setTradingPassword(input: $input) {
      password
      errors { code message path }
    }
  }
`);

export const SendTradingPasswordLinkDocument = graphql(`
  mutation SendTradingPasswordLink($input: SetTradingPasswordInput!) {
    sendTradingPasswordLink(input: $input) {
      sent
      errors { code message path }
    }
  }
`);

export const AccountPasswordRuleDocument = graphql(`
  query AccountPasswordRule {
    accountPasswordRule { onlyByLink version }
  }
`);

export const SetAccountPasswordRuleDocument = graphql(`
  mutation SetAccountPasswordRule($input: SetAccountPasswordRuleInput!) {
    setAccountPasswordRule(input: $input) {
      rule { onlyByLink version }
      errors { code message path }
    }
  }
`);

export const RefreshTradingAccountDocument = graphql(`
  mutation RefreshTradingAccount($id: ID!) {
    refreshTradingAccount(id: $id) {
      tradingAccount { ...TradingAccountFields }
      errors { code message path }
    }
  }
`);

export type TradingAccount = TradingAccountListQuery["tradingAccounts"]["edges"][number]["node"];
export type AccountOpening = AccountOpeningsQuery["accountOpenings"][number];
export type Opened = NonNullable<OpenTradingAccountMutation["openTradingAccount"]["result"]>;
export type MarginLevels = NonNullable<TradingAccountEffectQuery["tradingAccountEffect"]>["levels"];
