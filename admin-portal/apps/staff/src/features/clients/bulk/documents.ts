import { type BulkRowsQuery, type ClientBulkQuery, graphql } from "@brokerdesk/api";

export const ClientBulkPartsDocument = graphql(`
  fragment ClientBulkParts on ClientBulk {
    id
    version
    state
    act
    sets
    takes
    team
    total
    changed
    same
    refused
    undone
    undoRefused
    undoable
  }
`);

export const BulkPreviewDocument = graphql(`
  query BulkPreview($selection: BulkSelectionInput!, $act: BulkActInput!) {
    bulkPreview(selection: $selection, act: $act) {
      preview { selected change same refused { code message count } shares { owner { id name } count } }
      errors { code message path }
    }
  }
`);

export const ClientBulkDocument = graphql(`
  query ClientBulk($id: ID!) {
    clientBulk(id: $id) { ...ClientBulkParts }
  }
`);

export const ClientBulksDocument = graphql(`
  query ClientBulks {
    clientBulks { id state endedAt undoUntil }
  }
`);

export const BulkRowsDocument = graphql(`
  query BulkRows($id: ID!, $outcomes: [BulkOutcome!], $first: Int!, $after: String) {
    clientBulkRows(id: $id, outcomes: $outcomes, first: $first, after: $after) {
      edges { node { row client { id number displayName } outcome message was became } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export const StartBulkDocument = graphql(`
  mutation StartBulk($input: StartBulkInput!) {
    startBulk(input: $input) { bulk { ...ClientBulkParts } errors { code message path } }
  }
`);

export const StopBulkDocument = graphql(`
  mutation StopBulk($id: ID!) {
    stopBulk(id: $id) { bulk { ...ClientBulkParts } errors { code message path } }
  }
`);

export const UndoBulkDocument = graphql(`
  mutation UndoBulk($id: ID!) {
    undoBulk(id: $id) { bulk { ...ClientBulkParts } errors { code message path } }
  }
`);

export type ClientBulk = NonNullable<ClientBulkQuery["clientBulk"]>;
export type BulkRow = BulkRowsQuery["clientBulkRows"]["edges"][number]["node"];
