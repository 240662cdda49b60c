import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { press, showPortal } from "../../common/testPortal.tsx";
import type { ClientImport } from "../documents.ts";
import type { StepProps } from "../StepFrame.tsx";
import { checkedImport } from "../sampleImport.ts";
import { useImportWork } from "../useImportWork.ts";
import type { ImportStep } from "../view.ts";
import { DuplicatesStep } from "./DuplicatesStep.tsx";
import { OwnersStep } from "./OwnersStep.tsx";

vi.mock("../../../app/viewer.tsx", () => ({ useViewer: () => ({ viewer: {}, can: () => true }) }));

const fields = (["FULL_NAME", "EMAIL", "PHONE", "SOURCE", "COUNTRY"] as const).map((field) => ({
  field,
  customField: null,
  maxLength: 100,
  mayFill: field !== "FULL_NAME",
  mayOverwrite: false,
}));
const staff = [
  { id: "stf_2", name: "Tom Berg" },
  { id: "stf_3", name: "Ida Lund" },
];
const went: ImportStep[] = [];
beforeEach(() => void went.splice(0));

function Host({ step: Step, found }: { step: (props: StepProps) => React.ReactNode; found: ClientImport }) {
  return <Step work={useImportWork(found)} goTo={(step) => went.push(step)} />;
}

function show(step: (props: StepProps) => React.ReactNode, change: Partial<ClientImport>) {
  const found = { ...checkedImport, ...change };
  return showPortal(<Host step={step} found={found} />, {
    ImportFieldList: { importFields: fields },
    MapImport: { mapImport: { import: found, errors: [] } },
    AssignableStaff: { assignableStaff: staff },
  });
}

const lastMapping = (mutations: readonly { name: string; variables: unknown }[]) =>
  mutations
    .filter(({ name }) => name === "MapImport")
    .map(({ variables }) => (variables as { input: object }).input)
    .at(-1);

describe("duplicates", () => {
  it("a role matches only by what it sees in full, and changes only what it may", async () => {
    const { mutations } = show(DuplicatesStep, { onMatch: "UPDATE" });
    expect(screen.getByText(/in the book already: 50; rows that repeat an earlier one: 30/)).toBeInTheDocument();
    expect(screen.getByRole("checkbox", { name: "Phone" })).toBeDisabled();
    const rules = within(await screen.findByRole("radiogroup", { name: "What E-mail does to a client who is there" }));
    expect(rules.getByRole("radio", { name: "Overwrite" })).toBeDisabled();
    press("All: Keep what is there");
    press("All: Fill in where blank");
    await waitFor(() =>
      expect(lastMapping(mutations)).toMatchObject({
        columns: [{ rule: "KEEP" }, { rule: "ONLY_IF_BLANK" }, { rule: "ONLY_IF_BLANK" }],
      }),
    );
  });

  it("rows of one person become one by the rule of each column, whatever may be done to clients", async () => {
    const { mutations } = show(DuplicatesStep, {});
    expect(screen.queryByRole("table")).toBeNull();
    fireEvent.click(screen.getByRole("radio", { name: "Make one client of both" }));
    const row = within(
      await screen.findByRole("radiogroup", { name: "What E-mail of a later row does to the earlier one" }),
    );
    expect(row.getByRole("radio", { name: "Overwrite" })).toBeDisabled();
    press("All: Overwrite");
    await waitFor(() =>
      expect(lastMapping(mutations)).toMatchObject({
        onMatch: "SKIP",
        onRepeat: "MERGE",
        columns: [{ rule: "OVERWRITE" }, { rule: "ONLY_IF_BLANK" }, { rule: "ONLY_IF_BLANK" }],
      }),
    );
  });

  it("says that clients of the book and rows of the file follow the same rules", () => {
    show(DuplicatesStep, { onMatch: "UPDATE", onRepeat: "MERGE" });
    expect(screen.getByText(/The same holds for an earlier row of the file/)).toBeInTheDocument();
  });
});

describe("owners", () => {
  it("clients are shared out in turn, with how many each gets", () => {
    show(OwnersStep, { assignment: { ...checkedImport.assignment, mode: "ROUND_ROBIN", owners: staff as never } });
    const shares = screen.getByRole("list", { name: "How many each would get" });
    expect(shares).toHaveTextContent("Tom Berg 450Ida Lund 450");
    press("See what the import would do");
    expect(went).toEqual(["import"]);
  });

  it("several people are at least two", () => {
    show(OwnersStep, { assignment: { ...checkedImport.assignment, mode: "ROUND_ROBIN" } });
    expect(screen.getByText("Choose who gets the clients.")).toBeInTheDocument();
  });
});
