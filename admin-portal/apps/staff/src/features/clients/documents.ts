import { type ClientRowFragment, graphql } from "@brokerdesk/api";

/** What a list shows of a client. */
export const ClientRowFields = graphql(`
  fragment ClientRow on Client {
    id
    number
    version
    kind
    stage
    displayName
    email { display masked canReveal present }
    phone { display masked canReveal present }
    country
    language
    salesStatus { id name type color }
    retentionStatus { id name type color }
    kycStatus
    status
    owner { id name }
    team { id name }
    tags { id name color }
    source
    createdAt
    updatedAt
    lastContactAt
    nextFollowUpAt
    archivedAt
    doNotCall
  }
`);

export const ClientsDocument = graphql(`
  query Clients($first: Int!, $after: String, $filter: ClientFilter, $sort: ClientSort, $search: String, $group: ClientGroupKey) {
    clients(first: $first, after: $after, filter: $filter, sort: $sort, search: $search, group: $group) {
      edges { cursor node { ...ClientRow } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export const ClientCountDocument = graphql(`
  query ClientCount($filter: ClientFilter, $search: String, $group: ClientGroupKey) {
    clientCount(filter: $filter, search: $search, group: $group) { value capped }
  }
`);

/** What the profile shows beyond the list. */
export const ClientDetailFields = graphql(`
  fragment ClientDetail on Client {
    ...ClientRow
    actions { action allowed reason stepUp }
    profile {
      firstName
      middleName
      lastName
      companyName
      contacts { id kind value { display masked canReveal present } primary verifiedAt }
      dateOfBirth { display masked canReveal present }
      address { display masked canReveal present }
      nationality
      campaign
      utmSource
      utmMedium
      utmCampaign
      referrerCode
      riskLevel
      pep
      usPerson
      verificationLevel
      marketingConsent
      termsAcceptedAt
      registeredAt
      convertedAt
      lastLoginAt
      mustResetPassword
      moneyFrozenUntil
      participants { id name }
      customFields { fieldId value { display masked canReveal present } choiceId }
      doNotCallReason
      doNotCallAt
      doNotCallBy { id name }
      tasks { ...TaskFields }
      notes { ...NoteFields }
    }
  }
`);

export const NoteFields = graphql(`
  fragment NoteFields on Note {
    id
    version
    text
    pinned
    author { id name }
    createdAt
    updatedAt
    mine
  }
`);

export const ClientDetailDocument = graphql(`
  query ClientDetailById($id: ID!) {
    client(id: $id) { ...ClientDetail }
  }
`);

export const OpenClientDocument = graphql(`
  mutation OpenClient($id: ID!) {
    openClient(id: $id) {
      client { ...ClientDetail }
      errors { code message path }
    }
  }
`);

export type ClientRow = ClientRowFragment;
export type { ClientDetailFragment as ClientDetail, NoteFieldsFragment as Note } from "@brokerdesk/api";
