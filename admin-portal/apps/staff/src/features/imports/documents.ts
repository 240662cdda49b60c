import { type ClientImportListQuery, type ClientImportQuery, graphql, type ImportRowsQuery } from "@brokerdesk/api";

export const ImportPartsDocument = graphql(`
  fragment ImportParts on ClientImport {
    id
    version
    state
    fileName
    size
    received
    partSize
    fileHash
    format
    refusal { code message }
    encoding
    delimiter
    quote
    sheets
    sheet
    headerRow
    rowCount
    columns { index name named samples field customFieldId rule default tidy phoneCountry dateOrder nameOrder }
    constants { field customFieldId value rule }
    mappingRemembered
    matchBy
    mayMatchBy
    onMatch
    onRepeat
    assignment { mode owners { id name } team { id name } shares { owner { id name } count } }
    counts { create update skip error repeats matches problems { column field customFieldId code message severity count } }
    progress { done total left }
    written { create update skip error repeats matches }
    undo { deleted archived restored refused until possible }
    skipBadRows
    createdBy { id name }
    createdAt
    committedAt
    keptUntil
    forgotten
    mine
  }
`);

export const ImportRowPartsDocument = graphql(`
  fragment ImportRowParts on ImportRow {
    row
    cells { value masked fixed }
    outcome
    problems { column field customFieldId code message found severity }
    repeats
    client { id number displayName }
  }
`);

export const ClientImportListDocument = graphql(`
  query ClientImportList($first: Int!, $after: String) {
    clientImports(first: $first, after: $after) {
      edges {
        cursor
        node {
          id
          version
          state
          fileName
          size
          rowCount
          counts { create update skip error }
          written { create update skip error }
          undo { deleted archived restored refused until possible }
          progress { done total left }
          createdBy { id name }
          createdAt
          committedAt
          mine
          forgotten
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export const ClientImportDocument = graphql(`
  query ClientImport($id: ID!) {
    clientImport(id: $id) { ...ImportParts }
  }
`);

export const ImportRowsDocument = graphql(`
  query ImportRows($id: ID!, $outcomes: [ImportOutcome!], $problem: ImportProblemKindInput, $first: Int!, $after: String) {
    clientImportRows(id: $id, outcomes: $outcomes, problem: $problem, first: $first, after: $after) {
      edges { cursor node { ...ImportRowParts } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export const ImportFieldListDocument = graphql(`
  query ImportFieldList {
    importFields {
      field
      customField { id label kind choices { id label retired } }
      maxLength
      mayOverwrite
      mayFill
    }
  }
`);

export const ImportChangedDocument = graphql(`
  subscription ImportChanges {
    importChanged { id version state }
  }
`);

export const StartImportDocument = graphql(`
  mutation StartImport($input: StartImportInput!) {
    startImport(input: $input) { import { ...ImportParts } errors { code message path } }
  }
`);

export const ReadImportDocument = graphql(`
  mutation ReadImport($input: ReadImportInput!) {
    readImport(input: $input) { import { ...ImportParts } errors { code message path } }
  }
`);

export const MapImportDocument = graphql(`
  mutation MapImport($input: MapImportInput!) {
    mapImport(input: $input) { import { ...ImportParts } errors { code message path } }
  }
`);

export const CheckImportDocument = graphql(`
  mutation CheckImport($input: StepImportInput!) {
    checkImport(input: $input) { import { ...ImportParts } errors { code message path } }
  }
`);

export const FixImportCellsDocument = graphql(`
  mutation FixImportCells($input: FixImportCellsInput!) {
    fixImportCells(input: $input) {
      import { ...ImportParts }
      rows { ...ImportRowParts }
      errors { code message path }
    }
  }
`);

export const CommitImportDocument = graphql(`
  mutation CommitImport($input: CommitImportInput!) {
    commitImport(input: $input) { import { ...ImportParts } errors { code message path } }
  }
`);

export const PauseImportDocument = graphql(`
  mutation PauseImport($id: ID!) {
    pauseImport(id: $id) { import { ...ImportParts } errors { code message path } }
  }
`);

export const ResumeImportDocument = graphql(`
  mutation ResumeImport($id: ID!) {
    resumeImport(id: $id) { import { ...ImportParts } errors { code message path } }
  }
`);

export const CancelImportDocument = graphql(`
  mutation CancelImport($id: ID!) {
    cancelImport(id: $id) { import { ...ImportParts } errors { code message path } }
  }
`);

export const UndoImportDocument = graphql(`
  mutation UndoImport($input: StepImportInput!) {
    undoImport(input: $input) { import { ...ImportParts } errors { code message path } }
  }
`);

export type ClientImport = NonNullable<ClientImportQuery["clientImport"]>;
export type ImportColumn = ClientImport["columns"][number];
export type ImportListEntry = ClientImportListQuery["clientImports"]["edges"][number]["node"];
export type ImportRow = ImportRowsQuery["clientImportRows"]["edges"][number]["node"];
