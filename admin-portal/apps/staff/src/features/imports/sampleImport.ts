import type { ClientImport, ImportColumn, ImportRow } from "./documents.ts";

const column = (index: number, name: string, field: ImportColumn["field"], samples: string[]): ImportColumn => ({
  __typename: "ImportColumn",
  index,
  name,
  named: true,
  samples,
  field,
  customFieldId: null,
  rule: "ONLY_IF_BLANK",
  default: null,
  tidy: true,
  phoneCountry: null,
  dateOrder: "AUTO",
  nameOrder: "FIRST_LAST",
});

/** A list of leads that waits for its mapping, for tests. */
export const sampleImport: ClientImport = {
  __typename: "ClientImport",
  id: "imp_1",
  version: 3,
  state: "MAPPING",
  fileName: "leads.csv",
  size: 2_400_000,
  received: 2_400_000,
  partSize: 1_048_576,
  fileHash: "ab12",
  format: "CSV",
  refusal: null,
  encoding: "UTF-8",
  delimiter: ";",
  quote: '"',
  sheets: [],
  sheet: null,
  headerRow: 1,
  rowCount: 1000,
  columns: [
    column(0, "Name", "FULL_NAME", ["Olga Novak", "Omar Haddad", "Lucía Prieto"]),
    column(1, "E-mail", "EMAIL", ["o•••@example.com", "h•••@example.com"]),
    column(2, "Phone", "PHONE", ["+45 •• •• 10"]),
    column(3, "Remarks", null, []),
  ],
  constants: [],
  mappingRemembered: false,
  matchBy: ["EMAIL"],
  mayMatchBy: ["EMAIL", "EXTERNAL_ID"],
  onMatch: "SKIP",
  onRepeat: "SKIP",
  assignment: { __typename: "ImportAssignment", mode: "NOBODY", owners: [], team: null, shares: [] },
  counts: null,
  progress: { __typename: "ImportProgress", done: 0, total: 0, left: null },
  written: null,
  undo: null,
  skipBadRows: false,
  createdBy: { __typename: "StaffRef", id: "stf_1", name: "Mina Holt" },
  createdAt: "2026-11-28T08:00:00Z",
  committedAt: null,
  keptUntil: "2026-12-05T08:00:00Z",
  forgotten: false,
  mine: true,
};

export const sampleCounts: NonNullable<ClientImport["counts"]> = {
  __typename: "ImportCounts",
  create: 900,
  update: 0,
  skip: 80,
  error: 20,
  repeats: 30,
  matches: 50,
  problems: [
    {
      __typename: "ImportProblemCount",
      column: 1,
      field: "EMAIL",
      customFieldId: null,
      code: "invalid_email",
      message: "This is no e-mail address. Write it like name@example.com.",
      severity: "ERROR",
      count: 15,
    },
    {
      __typename: "ImportProblemCount",
      column: 0,
      field: "FULL_NAME",
      customFieldId: null,
      code: "required",
      message: "Write a first or last name.",
      severity: "ERROR",
      count: 5,
    },
    {
      __typename: "ImportProblemCount",
      column: null,
      field: null,
      customFieldId: null,
      code: "in_the_book",
      message: "The client is in the book already.",
      severity: "WARNING",
      count: 50,
    },
  ],
};

/** The same list when every row was tried. */
export const checkedImport: ClientImport = { ...sampleImport, version: 5, state: "CHECKED", counts: sampleCounts };

const emailProblem: ImportRow["problems"][number] = {
  __typename: "ImportRowProblem",
  column: 1,
  field: "EMAIL",
  customFieldId: null,
  code: "invalid_email",
  message: "This is no e-mail address. Write it like name@example.com.",
  found: "olga(at)example.com",
  severity: "ERROR",
};

/** A row whose e-mail address, or another text of it, is wrong. */
export function sampleRow(row: number, cells: readonly string[], problems = [emailProblem]): ImportRow {
  return {
    __typename: "ImportRow",
    row,
    cells: cells.map((value) => ({ __typename: "ImportCell", value, masked: false, fixed: false })),
    outcome: problems.length > 0 ? "ERROR" : "CREATE",
    problems,
    repeats: null,
    client: null,
  };
}
