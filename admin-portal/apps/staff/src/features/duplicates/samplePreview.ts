import type { MergePreview } from "./documents.ts";

const value = (display: string | null) => ({ display, masked: false, canReveal: false, present: display !== null });

/** Two clients that are the same person, for tests. */
export const samplePreview: MergePreview = {
  clients: [
    { id: "cli_1", number: "C-100001", displayName: "Olga Novak", version: 3 },
    { id: "cli_2", number: "C-100002", displayName: "Olya Novak", version: 5 },
  ],
  fields: [
    {
      field: "NAME",
      fromId: "cli_1",
      choosable: true,
      values: [
        { clientId: "cli_1", value: value("Olga Novak") },
        { clientId: "cli_2", value: value("Olya Novak") },
      ],
    },
    {
      field: "COUNTRY",
      fromId: "cli_1",
      choosable: true,
      values: [
        { clientId: "cli_1", value: value("ES") },
        { clientId: "cli_2", value: value("ES") },
      ],
    },
    {
      field: "STAGE",
      fromId: "cli_2",
      choosable: false,
      values: [
        { clientId: "cli_1", value: value("lead") },
        { clientId: "cli_2", value: value("depositor") },
      ],
    },
  ],
  moves: [{ what: "NOTES", count: 2 }],
  contacts: 3,
  blockers: [],
};
