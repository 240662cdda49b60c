import type { MergePreview } from "./documents.ts";

const value = (display: string | null) => ({
  __typename: "MaskedText" as const,
  display,
  masked: false,
  canReveal: false,
  present: display !== null,
});

/** Two clients that are the same person, for tests. */
export const samplePreview: MergePreview = {
  __typename: "MergePreview",
  clients: [
    { __typename: "MergePreviewClient", id: "cli_1", number: "C-100001", displayName: "Olga Novak", version: 3 },
    { __typename: "MergePreviewClient", id: "cli_2", number: "C-100002", displayName: "Olya Novak", version: 5 },
  ],
  fields: [
    {
      __typename: "MergePreviewField",
      field: "NAME",
      fromId: "cli_1",
      choosable: true,
      values: [
        { __typename: "MergeValue", clientId: "cli_1", value: value("Olga Novak") },
        { __typename: "MergeValue", clientId: "cli_2", value: value("Olya Novak") },
      ],
    },
    {
      __typename: "MergePreviewField",
      field: "COUNTRY",
      fromId: "cli_1",
      choosable: true,
      values: [
        { __typename: "MergeValue", clientId: "cli_1", value: value("ES") },
        { __typename: "MergeValue", clientId: "cli_2", value: value("ES") },
      ],
    },
    {
      __typename: "MergePreviewField",
      field: "STAGE",
      fromId: "cli_2",
      choosable: false,
      values: [
        { __typename: "MergeValue", clientId: "cli_1", value: value("lead") },
        { __typename: "MergeValue", clientId: "cli_2", value: value("depositor") },
      ],
    },
  ],
  moves: [{ __typename: "MergeMoveCount", what: "NOTES", count: 2 }],
  contacts: 3,
  blockers: [],
};
