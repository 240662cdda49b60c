import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Answers, press, showPortal } from "../common/testPortal.tsx";
import type { ClientImport, ImportRow } from "./documents.ts";
import { checkedImport, sampleCounts, sampleImport, sampleRow } from "./sampleImport.ts";

const held = vi.hoisted(() => ({
  permissions: ["client.import"],
  step: undefined as string | undefined,
  went: [] as unknown[],
}));
vi.mock("../../app/viewer.tsx", () => ({
  useViewer: () => ({
    viewer: {
      preferences: { timeZone: "UTC", density: "normal", shortcuts: true },
      broker: { timeZone: "UTC", salesStatuses: [], retentionStatuses: [], tags: [] },
    },
    can: (permission: string) => held.permissions.includes(permission),
  }),
}));
vi.mock("../../app/live.tsx", () => ({ useMissedNews: () => undefined }));
vi.mock("@tanstack/react-router", () => ({
  useParams: () => ({ id: "imp_1" }),
  useSearch: () => ({ step: held.step }),
  useNavigate: () => (to: unknown) => held.went.push(to),
  Link: ({ children, search, ...rest }: { children: React.ReactNode; search?: { step: string } }) => (
    <a href={`/imports?step=${search?.step}`} {...(rest as object)}>
      {children}
    </a>
  ),
}));

const { ImportPage } = await import("./ImportPage.tsx");

const fields = (["FULL_NAME", "EMAIL", "PHONE", "SOURCE", "COUNTRY"] as const).map((field) => ({
  field,
  customField: null,
  maxLength: 100,
  mayFill: true,
  mayOverwrite: field !== "COUNTRY",
}));
const own = (id: string, label: string, kind: string, labels: string[] = []) => ({
  field: null,
  customField: {
    id,
    label,
    kind,
    choices: labels.map((choice, at) => ({ id: `chc_${at}`, label: choice, retired: choice === "Bronze" })),
  },
  maxLength: 500,
  mayFill: true,
  mayOverwrite: true,
});
const withOwn = {
  ImportFieldList: {
    importFields: [
      ...fields,
      own("fld_tier", "Tier", "CHOICE", ["Gold", "Bronze"]),
      own("fld_ends", "Contract ends", "DATE"),
      own("fld_talks", "Speaks at events", "FLAG"),
    ],
  },
};
const connection = (rows: readonly ImportRow[]) => ({
  clientImportRows: { edges: rows.map((node) => ({ cursor: "", node })), pageInfo: { hasNextPage: false } },
});
const wrongRows = [
  sampleRow(7, ["Olga Novak", "olga(at)example.com", "+4520550110", ""]),
  sampleRow(9, ["Omar Haddad", "olga(at)example.com", "+4520550111", ""]),
];
const staff = [{ id: "stf_3", name: "Ida Lund" }];

function show(found: ClientImport, step: string | undefined, answers: Answers = {}) {
  held.step = step;
  return showPortal(<ImportPage />, {
    ClientImport: { clientImport: found },
    ImportFieldList: { importFields: fields },
    ImportRows: connection(wrongRows),
    MapImport: { mapImport: { import: found, errors: [] } },
    AssignableStaff: { assignableStaff: staff },
    CheckImport: { checkImport: { import: { ...found, state: "CHECKING" }, errors: [] } },
    ...answers,
  });
}

const sent = (mutations: readonly { name: string; variables: unknown }[], name: string) =>
  mutations.filter((each) => each.name === name).map(({ variables }) => (variables as { input: object }).input);

describe("the page of one import", () => {
  beforeEach(() => {
    held.permissions = ["client.import"];
    held.went = [];
    localStorage.clear();
    // what a browser measures
    Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, get: () => 600 });
    Object.defineProperty(HTMLElement.prototype, "clientWidth", { configurable: true, get: () => 1200 });
    Object.defineProperty(HTMLElement.prototype, "scrollIntoView", { configurable: true, value: () => undefined });
  });

  it("is closed to people without the permission", () => {
    held.permissions = [];
    const { queries } = show(sampleImport, undefined);
    expect(screen.getByText("This page is not part of your role")).toBeInTheDocument();
    expect(queries).toEqual([]);
  });

  it("the steps say where one is; what cannot be opened yet is no link", () => {
    show(sampleImport, undefined);
    const nav = within(screen.getByRole("navigation", { name: "Steps of the import" }));
    expect(nav.getByRole("link", { name: /Columns/ })).toHaveAttribute("aria-current", "step");
    expect(nav.getAllByRole("link")).toHaveLength(6);
  });

  it("a file that is not taken says why, and how to go on", () => {
    const refusal = { __typename: "UserError" as const, code: "too_many_cells", message: "More than 2,000,000 cells." };
    show({ ...sampleImport, state: "REFUSED", refusal: { ...refusal, path: [] } as never }, undefined);
    expect(screen.getByRole("alert")).toHaveTextContent("More than 2,000,000 cells.");
    expect(screen.getByRole("link", { name: "New import" })).toBeInTheDocument();
  });

  it("an interrupted upload goes on only with the same file", async () => {
    show({ ...sampleImport, state: "UPLOADING", received: 1_048_576 }, undefined);
    expect(screen.getByText(/1 MB of 2.4 MB have arrived/)).toBeInTheDocument();
    const input = screen.getByLabelText("File to import", { selector: "input" });
    fireEvent.change(input, { target: { files: [new File(["short"], "other.csv")] } });
    expect(screen.getByRole("alert")).toHaveTextContent("other.csv (5 byte) is another file");
  });

  it("the line that names the columns can be another one; what is changed is kept by itself", async () => {
    const { mutations } = show(sampleImport, "file");
    await screen.findByRole("radio", { name: "Line 7 names the columns" });
    expect(screen.getByRole("radio", { name: "Line 1 names the columns" })).toBeChecked();
    fireEvent.click(screen.getByRole("radio", { name: "Line 7 names the columns" }));
    await waitFor(() => expect(sent(mutations, "MapImport")[0]).toMatchObject({ headerRow: 7, version: 3 }));
  });

  it("a column is mapped beside its first values, masked ones as they come; a field is given once (MASK)", async () => {
    const { mutations } = show(sampleImport, "columns");
    expect(screen.getByText("o•••@example.com")).toBeInTheDocument();
    const remarks = screen.getByRole("combobox", { name: "Remarks becomes" });
    fireEvent.click(remarks);
    expect(await screen.findByRole("option", { name: "E-mail" })).toHaveAttribute("data-combobox-disabled", "true");
    fireEvent.click(screen.getByRole("option", { name: "Source" }));
    press("Check the rows");
    await waitFor(() => expect(held.went).toEqual([{ search: { step: "mistakes" } }]));
    expect(sent(mutations, "MapImport")[0]).toMatchObject({
      columns: [
        { index: 0, field: "FULL_NAME" },
        { index: 1, field: "EMAIL" },
        { index: 2, field: "PHONE" },
        { index: 3, field: "SOURCE", tidy: true, dateOrder: "AUTO" },
      ],
    });
    expect(sent(mutations, "CheckImport")).toHaveLength(1);
  });

  it("a column that the file does not name goes by its place, in the reader's words", () => {
    const columns = sampleImport.columns.map((each) => (each.index === 3 ? { ...each, named: false } : each));
    show({ ...sampleImport, columns }, "columns");
    expect(screen.getByRole("combobox", { name: "Column 4 becomes" })).toBeInTheDocument();
  });

  it("the broker's own fields stand in a group of their own; a date has its order", async () => {
    const { mutations } = show(sampleImport, "columns", withOwn);
    fireEvent.click(await screen.findByRole("combobox", { name: "Remarks becomes" }));
    const group = within(await screen.findByRole("group", { name: "Your own fields" }));
    fireEvent.click(group.getByRole("option", { name: "Contract ends" }));
    press("How Remarks is read: Find out from the column");
    const form = within(await screen.findByRole("dialog", { name: "How Remarks is read" }));
    expect(form.getByRole("combobox", { name: "Dates are written as" })).toBeInTheDocument();
    await waitFor(() =>
      expect(sent(mutations, "MapImport").at(-1)).toMatchObject({
        columns: [{}, {}, {}, { index: 3, field: null, customFieldId: "fld_ends" }],
      }),
    );
  });

  it("one of the broker's own choices can be the value for all rows, a retired one not", async () => {
    const { mutations } = show(sampleImport, "columns", withOwn);
    await screen.findByRole("combobox", { name: "Remarks becomes" });
    press("Add a value for all rows");
    fireEvent.click(screen.getByRole("combobox", { name: "Field that is the same for all rows" }));
    fireEvent.click(await screen.findByRole("option", { name: "Tier" }));
    fireEvent.click(screen.getByRole("combobox", { name: "Tier" }));
    expect(screen.queryByRole("option", { name: "Bronze" })).toBeNull();
    fireEvent.click(await screen.findByRole("option", { name: "Gold" }));
    await waitFor(() =>
      expect(sent(mutations, "MapImport").at(-1)).toMatchObject({
        constants: [{ field: null, customFieldId: "fld_tier", value: "chc_0", rule: "ONLY_IF_BLANK" }],
      }),
    );
  });

  it("without a name nothing is checked, and the reason stands there", async () => {
    const columns = sampleImport.columns.map((each) => ({ ...each, field: each.index === 0 ? null : each.field }));
    const { mutations } = show({ ...sampleImport, columns }, "columns");
    expect(screen.getByText("Choose the column that holds the clients' names.")).toBeInTheDocument();
    press("Check the rows");
    expect(sent(mutations, "CheckImport")).toEqual([]);
  });

  it("how a column is read is set in a small form", async () => {
    const { mutations } = show(sampleImport, "columns");
    press("How Phone is read: As it is");
    const form = within(await screen.findByRole("dialog", { name: "How Phone is read" }));
    fireEvent.change(form.getByLabelText("Where the cell is blank, put"), { target: { value: "none" } });
    fireEvent.click(form.getByLabelText("Remove spaces that are too many"));
    await waitFor(() =>
      expect(sent(mutations, "MapImport").at(-1)).toMatchObject({
        columns: [{}, {}, { index: 2, default: "none", tidy: false }],
      }),
    );
  });

  it("a value for all rows is chosen from the fields that are free", async () => {
    const { mutations } = show(sampleImport, "columns");
    press("Add a value for all rows");
    fireEvent.click(screen.getByRole("combobox", { name: "Field that is the same for all rows" }));
    expect(screen.queryByRole("option", { name: "E-mail" })).toBeNull();
    fireEvent.click(await screen.findByRole("option", { name: "Source" }));
    fireEvent.change(screen.getByLabelText("Source"), { target: { value: "Spring webinar" } });
    await waitFor(() =>
      expect(sent(mutations, "MapImport").at(-1)).toMatchObject({
        constants: [{ field: "SOURCE", value: "Spring webinar", rule: "ONLY_IF_BLANK" }],
      }),
    );
  });

  it("while rows are checked nothing can be changed, and one sees how far it is", () => {
    const progress = { __typename: "ImportProgress" as const, done: 30, total: 120, left: 3 };
    show({ ...sampleImport, state: "CHECKING", progress }, "columns");
    expect(screen.getByRole("progressbar", { name: "Checking" })).toHaveAttribute("aria-valuetext", "25 %");
    expect(screen.getByText("a few seconds left")).toBeInTheDocument();
    expect(screen.queryByRole("combobox")).toBeNull();
  });

  it("what is only half chosen is not kept yet, and not checked", async () => {
    const { mutations } = show(checkedImport, "owners");
    fireEvent.click(screen.getByRole("radio", { name: "One person" }));
    expect(screen.getByText("Choose who gets the clients.")).toBeInTheDocument();
    fireEvent.click(screen.getByRole("combobox", { name: "Person" }));
    fireEvent.click(await screen.findByRole("option", { name: "Ida Lund" }));
    await waitFor(() => expect(sent(mutations, "MapImport")).toHaveLength(1));
    expect(sent(mutations, "MapImport")[0]).toMatchObject({ assignment: { mode: "AGENT", ownerIds: ["stf_3"] } });
  });

  it("can be given up, and says that nothing was written", async () => {
    const { mutations } = show(sampleImport, "columns", {
      CancelImport: { cancelImport: { import: { ...sampleImport, state: "CANCELLED" }, errors: [] } },
    });
    press("Give up");
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByText(/Nothing of leads.csv was written/)).toBeInTheDocument();
    fireEvent.click(dialog.getByRole("button", { name: "Give up the import" }));
    await waitFor(() => expect(mutations).toEqual([{ name: "CancelImport", variables: { id: "imp_1" } }]));
  });

  it("one that was given up is no report of zeros", () => {
    show({ ...sampleImport, state: "CANCELLED" }, undefined);
    expect(screen.getByText("Nothing of this file was written to clients.")).toBeInTheDocument();
    expect(screen.queryByRole("group")).toBeNull();
  });

  it("whoever comes to the mistakes before a check has one made, once", async () => {
    const { mutations } = show(sampleImport, "mistakes");
    await waitFor(() => expect(sent(mutations, "CheckImport")).toEqual([{ id: "imp_1", version: 3 }]));
    expect(screen.getByText("Every row is being checked")).toBeInTheDocument();
  });
});

describe("a check that fails", () => {
  it("says so where one waits for it, and can be begun again", async () => {
    const { mutations } = show(sampleImport, "mistakes", { CheckImport: undefined });
    expect(await screen.findByText("The check could not be begun. Try again.")).toBeInTheDocument();
    press("Check again");
    await waitFor(() => expect(sent(mutations, "CheckImport")).toHaveLength(2));
  });
});

describe("mistakes", () => {
  const mended = (value: string) => ({ ...sampleRow(7, ["Olga Novak", value, "+4520550110", ""], []) });
  const grid = () => screen.getByRole("grid", { name: "Rows with mistakes" });

  it("are counted by kind, and mended by keyboard: the next one opens by itself", async () => {
    const { mutations } = show(checkedImport, "mistakes", {
      FixImportCells: {
        fixImportCells: {
          import: { ...checkedImport, state: "MAPPING", version: 6 },
          rows: [mended("a@b.c")],
          errors: [],
        },
      },
    });
    expect(screen.getByText("20 rows have mistakes")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: /E-mail 15 This is no e-mail address/ })).toBeInTheDocument();
    await screen.findByRole("grid");
    expect(grid()).toHaveAttribute("aria-activedescendant", "fix-7-1");
    expect(screen.getByText(/Write it like name@example.com/, { selector: "#import-fix-help" })).toHaveTextContent(
      "Line 7, E-mail: This is no e-mail address.",
    );
    grid().focus();
    fireEvent.keyDown(grid(), { key: "Enter" });
    const field = screen.getByRole("textbox", { name: "Line 7, E-mail" });
    expect(field).toHaveValue("olga(at)example.com");
    fireEvent.change(field, { target: { value: "olga@example.com" } });
    fireEvent.keyDown(field, { key: "Tab" });
    expect(screen.getByRole("textbox", { name: "Line 9, E-mail" })).toHaveFocus();
    await waitFor(() => expect(sent(mutations, "FixImportCells")).toHaveLength(1));
    expect(sent(mutations, "FixImportCells")[0]).toEqual({
      id: "imp_1",
      version: 5,
      cells: [{ row: 7, column: 1, value: "olga@example.com" }],
    });
    fireEvent.keyDown(screen.getByRole("textbox", { name: "Line 9, E-mail" }), { key: "Escape" });
    expect(grid()).toHaveFocus();
    await screen.findByText("1 cell mended and kept");
    press("Put “olga@example.com” there too");
    await waitFor(() => expect(sent(mutations, "FixImportCells")).toHaveLength(2));
    expect(sent(mutations, "FixImportCells")[1]).toMatchObject({ cells: [{ row: 9, value: "olga@example.com" }] });
  });

  it("a masked cell is never put into a field (MASK)", async () => {
    const row = sampleRow(7, ["Olga Novak", "o•••@example.com", "+4520550110", ""]);
    const cells = (row.cells ?? []).map((cell, at) => ({ ...cell, masked: at === 1 }));
    const { mutations } = show(checkedImport, "mistakes", { ImportRows: connection([{ ...row, cells }]) });
    await screen.findByRole("grid");
    grid().focus();
    fireEvent.keyDown(grid(), { key: "Enter" });
    const field = screen.getByRole("textbox", { name: "Line 7, E-mail" });
    expect(field).toHaveValue("");
    fireEvent.keyDown(field, { key: "Enter" });
    expect(sent(mutations, "FixImportCells")).toEqual([]);
  });

  it("typing begins a cell anew, arrows walk, and one kind can be looked at alone", async () => {
    const other = {
      ...sampleRow(12, ["", "x@example.com", "", ""]),
      problems: [{ ...(wrongRows[0]?.problems[0] as ImportRow["problems"][number]), column: 0, code: "required" }],
    };
    const rows = ({ problem }: Record<string, unknown>) => connection(problem ? [other] : [...wrongRows, other]);
    const { queries } = show(checkedImport, "mistakes", { ImportRows: rows });
    await screen.findByRole("grid");
    fireEvent.keyDown(grid(), { key: "ArrowLeft" });
    fireEvent.keyDown(grid(), { key: "ArrowDown" });
    expect(grid()).toHaveAttribute("aria-activedescendant", "fix-9-0");
    fireEvent.keyDown(grid(), { key: "ArrowDown", ctrlKey: true });
    expect(grid()).toHaveAttribute("aria-activedescendant", "fix-9-1");
    fireEvent.keyDown(grid(), { key: "n" });
    expect(screen.getByRole("textbox", { name: "Line 9, E-mail" })).toHaveValue("n");
    fireEvent.keyDown(screen.getByRole("textbox"), { key: "Escape" });
    press(/Name 5 Write a first/);
    await waitFor(() => expect(screen.getAllByRole("row")).toHaveLength(2));
    expect(screen.getByRole("rowheader", { name: "12" })).toBeInTheDocument();
    const asked = queries.filter(({ name }) => name === "ImportRows").at(-1);
    expect(asked?.variables, "the database looks for them, wherever they begin").toMatchObject({
      outcomes: ["ERROR"],
      problem: { code: "required", column: 0, customFieldId: null },
    });
  });
});

describe("the run", () => {
  const report: ClientImport = {
    ...checkedImport,
    state: "COMMITTED",
    committedAt: "2026-11-28T09:00:00Z",
    written: { ...sampleCounts, create: 900, error: 20 },
    undo: {
      __typename: "ImportUndo",
      deleted: 0,
      archived: 0,
      restored: 0,
      refused: 0,
      until: "2026-12-05T09:00:00Z",
      possible: true,
    },
  };

  it("shows exactly what would happen; with mistakes it waits for a choice (IMPT-09)", async () => {
    const { mutations } = show(checkedImport, "import", {
      CommitImport: { commitImport: { import: { ...checkedImport, state: "COMMITTING" }, errors: [] } },
    });
    const figures = within(screen.getByRole("group", { name: "What the import would do" }));
    for (const name of [/New clients 900/, /Rows left out 80 30 repeat/, /Rows with mistakes 20/])
      expect(figures.getByRole("button", { name })).toBeInTheDocument();
    press("Import 900 rows");
    expect(sent(mutations, "CommitImport")).toEqual([]);
    fireEvent.click(screen.getByRole("radio", { name: "Leave them out" }));
    press("Import 900 rows");
    await waitFor(() =>
      expect(sent(mutations, "CommitImport")).toEqual([{ id: "imp_1", version: 5, skipBadRows: true }]),
    );
  });

  it("the same file twice is refused in the server's words (IMPT-08)", async () => {
    const errors = [{ code: "same_file", message: "This file was imported on 27 Nov by Tom Berg.", path: [] }];
    show({ ...checkedImport, counts: { ...sampleCounts, error: 0 } }, "import", {
      CommitImport: { commitImport: { import: null, errors } },
    });
    press("Import 900 rows");
    expect(await screen.findByText("This file was imported on 27 Nov by Tom Berg.")).toBeInTheDocument();
  });

  it("a figure opens its rows, with the client that was found", async () => {
    const row = { ...sampleRow(7, ["Olga Novak", "o@example.com", "", ""], []), outcome: "CREATE" as const };
    const client = { __typename: "ImportClientRef" as const, id: "cli_1", number: "AT-1", displayName: "Olga N." };
    const { queries } = show(checkedImport, "import", { ImportRows: connection([{ ...row, client }]) });
    press(/New clients 900/);
    expect(await screen.findByRole("link", { name: "Olga N." })).toBeInTheDocument();
    expect(queries.filter(({ name }) => name === "ImportRows").at(-1)?.variables).toMatchObject({
      outcomes: ["CREATE"],
    });
  });

  it("is paused, resumed, and stopped only after a word about what stays", async () => {
    const progress = { __typename: "ImportProgress" as const, done: 450, total: 900, left: 30 };
    const { mutations } = show({ ...checkedImport, state: "COMMITTING", progress }, undefined, {
      PauseImport: { pauseImport: { import: null, errors: [] } },
      CancelImport: { cancelImport: { import: null, errors: [] } },
    });
    expect(screen.getByRole("progressbar", { name: "Importing" })).toHaveAttribute("aria-valuenow", "50");
    expect(screen.getByText("450 of 900 rows")).toBeInTheDocument();
    press("Pause");
    await waitFor(() => expect(mutations.map(({ name }) => name)).toEqual(["PauseImport"]));
    press("Stop");
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByText(/What is written stays/)).toBeInTheDocument();
    fireEvent.click(dialog.getByRole("button", { name: "Stop the import" }));
    await waitFor(() => expect(mutations.map(({ name }) => name)).toEqual(["PauseImport", "CancelImport"]));
  });

  it("the report gives the failed rows as a file, and takes the import back", async () => {
    const { mutations } = show(report, undefined, {
      UndoImport: { undoImport: { import: { ...report, state: "UNDOING" }, errors: [] } },
    });
    expect(screen.getByRole("link", { name: "Download the rows that were not written" })).toHaveAttribute(
      "href",
      "/imports/imp_1/failed.csv",
    );
    press("Undo this import");
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByText(/900 clients that it made are deleted/)).toBeInTheDocument();
    fireEvent.click(dialog.getByRole("button", { name: "Undo the import" }));
    await waitFor(() => expect(sent(mutations, "UndoImport")).toEqual([{ id: "imp_1", version: 5 }]));
  });

  it("an undo says whom it left as they are", async () => {
    const undo = {
      ...(report.undo as NonNullable<ClientImport["undo"]>),
      deleted: 897,
      archived: 2,
      refused: 1,
      possible: false,
    };
    const kept = { ...sampleRow(7, ["Olga Novak", "", "", ""], []), outcome: "UNDO_REFUSED" as const };
    show({ ...report, state: "UNDONE", undo }, undefined, { ImportRows: connection([kept]) });
    const said = screen.getByText(/897 clients are deleted/);
    expect(said).toHaveTextContent("2 are archived, because somebody opened their profiles");
    expect(said).toHaveTextContent("1 was left as it is, because");
    expect(await screen.findByText("Kept")).toBeInTheDocument();
  });

  const fewer = { ...sampleCounts, create: 897, error: 23 };

  it("says how many rows turned bad after they were tried", () => {
    show({ ...report, written: fewer }, undefined);
    expect(screen.getByText(/3 rows were fine when they were tried/)).toBeInTheDocument();
  });

  it("says what a stop left out", () => {
    show({ ...report, state: "CANCELLED", written: fewer }, undefined);
    expect(screen.queryByText(/were fine when they were tried/)).toBeNull();
    expect(screen.getByRole("button", { name: /Rows not written 23/ })).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Download the rows that were not written" })).toBeInTheDocument();
  });

  it("offers the rows of a file only to who brought it (MASK)", () => {
    show({ ...report, mine: false }, undefined);
    expect(screen.queryByRole("link", { name: "Download the rows that were not written" })).toBeNull();
    expect(screen.getByRole("button", { name: /Rows that failed 20/ })).toBeInTheDocument();
  });

  it("shows nothing of the file to who did not bring it (MASK)", () => {
    show({ ...sampleImport, mine: false }, "columns");
    expect(screen.getByText("Mina Holt prepares this import")).toBeInTheDocument();
    expect(screen.queryByText("o•••@example.com")).toBeNull();
  });
});
