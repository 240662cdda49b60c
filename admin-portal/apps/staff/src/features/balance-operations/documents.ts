import {
  type BalanceBandListQuery,
  type BalanceFindingListQuery,
  type BalanceOperationListQuery,
  graphql,
} from "@brokerdesk/api";

export const BalanceOperationFieldsDocument = graphql(`
  fragment BalanceOperationFields on BalanceOperation {
    id
    version
    accountId
    login
    serverName
    environment
    client { id number name }
    kind
    amount
    currency
    state
    needs
    tag
    reason
    said
    deal
    requestedBy { id name }
    requestedAt
    decidedBy { id name }
    decidedAt
    endedAt
    mine
    approvable
    approveReason
  }
`);

export const BalanceOperationListDocument = graphql(`
  query BalanceOperationList($first: Int!, $after: String, $filter: BalanceFilter) {
    balanceOperations(first: $first, after: $after, filter: $filter) {
      edges { cursor node { ...BalanceOperationFields } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export const BalanceTotalsDocument = graphql(`
  query BalanceTotals($filter: BalanceFilter) {
    balanceTotals(filter: $filter) { environment currency bookedIn bookedOut count }
  }
`);

export const BalancePreviewDocument = graphql(`
  query BalancePreview($accountId: ID!, $kind: BalanceKind!, $amount: String!) {
    balancePreview(accountId: $accountId, kind: $kind, amount: $amount) {
      checks { code outcome text }
      needs
    }
  }
`);

export const BalanceFindingListDocument = graphql(`
  query BalanceFindingList {
    balanceFindings {
      id
      version
      accountId
      login
      client { id number name }
      kind
      deal
      said
      foundAt
      closedAt
      closedBy { id name }
    }
  }
`);

export const BalanceBandListDocument = graphql(`
  query BalanceBandList {
    balanceBands { currency version aloneUpTo aloneADay approveUpTo }
  }
`);

export const RequestBalanceOperationDocument = graphql(`
  mutation RequestBalanceOperation($input: RequestBalanceOperationInput!) {
    requestBalanceOperation(input: $input) {
      operation { ...BalanceOperationFields }
      errors { code message path }
    }
  }
`);

export const ApproveBalanceOperationDocument = graphql(`
  mutation ApproveBalanceOperation($input: DecideBalanceOperationInput!) {
    approveBalanceOperation(input: $input) {
      operation { ...BalanceOperationFields }
      errors { code message path }
    }
  }
`);

export const DeclineBalanceOperationDocument = graphql(`
  mutation DeclineBalanceOperation($input: ReasonedInput!) {
    declineBalanceOperation(input: $input) {
      operation { ...BalanceOperationFields }
      errors { code message path }
    }
  }
`);

export const CancelBalanceOperationDocument = graphql(`
  mutation CancelBalanceOperation($input: DecideBalanceOperationInput!) {
    cancelBalanceOperation(input: $input) {
      operation { ...BalanceOperationFields }
      errors { code message path }
    }
  }
`);

export const FindOutBalanceOperationDocument = graphql(`
  mutation FindOutBalanceOperation($id: ID!) {
    findOutBalanceOperation(id: $id) {
      operation { ...BalanceOperationFields }
      errors { code message path }
    }
  }
`);

export const CloseBalanceFindingDocument = graphql(`
  mutation CloseBalanceFinding($input: ReasonedInput!) {
    closeBalanceFinding(input: $input) {
      closedId
      errors { code message path }
    }
  }
`);

export const SetBalanceBandDocument = graphql(`
  mutation SetBalanceBand($input: SetBalanceBandInput!) {
    setBalanceBand(input: $input) {
      band { currency version aloneUpTo aloneADay approveUpTo }
      errors { code message path }
    }
  }
`);

export type BalanceOperation = BalanceOperationListQuery["balanceOperations"]["edges"][number]["node"];
export type BalanceFinding = BalanceFindingListQuery["balanceFindings"][number];
export type BalanceBand = BalanceBandListQuery["balanceBands"][number];

export const BalanceOperationChangedDocument = graphql(`
  subscription BalanceOperationChanged {
    balanceOperationChanged { missed operationId accountId clientId version }
  }
`);
