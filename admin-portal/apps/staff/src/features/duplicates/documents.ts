import { type ClientMergesQuery, type DuplicateClustersQuery, graphql, type MergePreviewQuery } from "@brokerdesk/api";

export const DuplicateClustersDocument = graphql(`
  query DuplicateClusters($first: Int!, $after: String, $dismissed: Boolean!) {
    duplicateClusters(first: $first, after: $after, dismissed: $dismissed) {
      edges {
        cursor
        node {
          sharedBy
          clients {
            id number version displayName
            email { display masked canReveal present }
            phone { display masked canReveal present }
            country createdAt
            owner { id name }
          }
        }
      }
      pageInfo { hasNextPage endCursor }
      unchecked
    }
  }
`);

export const OpenForMergeDocument = graphql(`
  mutation OpenForMerge($id: ID!) {
    openClient(id: $id) { client { id version } errors { code message path } }
  }
`);

export const MergePreviewDocument = graphql(`
  query MergePreview($keptId: ID!, $otherIds: [ID!]!) {
    mergePreview(keptId: $keptId, otherIds: $otherIds) {
      preview {
        clients { id number displayName version }
        fields { field fromId choosable values { clientId value { display masked canReveal present } } }
        moves { what count }
        contacts
        blockers { block message clientId }
      }
      errors { code message path }
    }
  }
`);

export const MergeClientsDocument = graphql(`
  mutation MergeClients($input: MergeClientsInput!) {
    mergeClients(input: $input) {
      client { ...ClientRow }
      merge { id keptId undoUntil undoable }
      errors { code message path }
    }
  }
`);

export const UndoMergeDocument = graphql(`
  mutation UndoMerge($id: ID!) {
    undoMerge(id: $id) {
      client { ...ClientRow }
      merge { id undoable undoneAt }
      errors { code message path }
    }
  }
`);

export const DismissDuplicatesDocument = graphql(`
  mutation DismissDuplicates($clientId: ID!, $otherIds: [ID!]!) {
    dismissDuplicates(clientId: $clientId, otherIds: $otherIds) { done errors { code message path } }
  }
`);

export const RecallDuplicatesDocument = graphql(`
  mutation RecallDuplicates($clientId: ID!, $otherIds: [ID!]!) {
    recallDuplicates(clientId: $clientId, otherIds: $otherIds) { done errors { code message path } }
  }
`);

export const ClientMergesDocument = graphql(`
  query ClientMerges($clientId: ID!) {
    clientMerges(clientId: $clientId) {
      id keptId createdAt undoUntil undoneAt undoable
      createdBy { id name }
      others { id number displayName }
    }
  }
`);

export const ClientMergedIntoDocument = graphql(`
  query ClientMergedInto($id: ID!) {
    clientMergedInto(id: $id) { id number displayName }
  }
`);

export type Cluster = DuplicateClustersQuery["duplicateClusters"]["edges"][number]["node"];
export type MergePreview = NonNullable<MergePreviewQuery["mergePreview"]["preview"]>;
export type MergeRecord = ClientMergesQuery["clientMerges"][number];
