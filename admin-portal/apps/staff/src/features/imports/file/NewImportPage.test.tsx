import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { press, showPortal } from "../../common/testPortal.tsx";

const held = vi.hoisted(() => ({ search: {}, went: [] as unknown[], sent: [] as unknown[] }));
vi.mock("../../../app/viewer.tsx", () => ({ useViewer: () => ({ can: () => true }) }));
vi.mock("@tanstack/react-router", () => ({
  useSearch: () => held.search,
  useNavigate: () => (to: unknown) => held.went.push(to),
  Link: ({ children }: { children: React.ReactNode }) => <a href="/imports">{children}</a>,
}));
vi.mock("./send.ts", () => ({ send: (_: unknown, begun: { id: string }) => held.sent.push(begun.id) }));
const { NewImportPage } = await import("./NewImportPage.tsx");

const begun = { id: "imp_2", version: 1, partSize: 1_000_000, received: 0 };
const answers = {
  StartImport: { startImport: { import: begun, errors: [] } },
  CancelImport: { cancelImport: { import: null, errors: [] } },
};

function take(name: string, size = 10) {
  const file = new File(["name"], name);
  Object.defineProperty(file, "size", { value: size });
  fireEvent.change(screen.getByLabelText("File to import", { selector: "input" }), { target: { files: [file] } });
}

beforeEach(() => {
  held.search = {};
  held.went = [];
  held.sent = [];
});

it("a mended file gives up the import that it replaces, once it is on its way", async () => {
  held.search = { instead: "imp_1" };
  const { mutations } = showPortal(<NewImportPage />, answers);
  take("leads.csv");
  expect(screen.getByText(/The import that this file replaces is given up/)).toBeVisible();
  press("Upload");
  await waitFor(() => expect(held.went).toEqual([{ to: "/imports/$id", params: { id: "imp_2" } }]));
  expect(mutations.map(({ name, variables }) => [name, variables])).toEqual([
    ["StartImport", { input: { fileName: "leads.csv", size: 10 } }],
    ["CancelImport", { id: "imp_1" }],
  ]);
});

it("a file that is not taken gives up nothing", async () => {
  held.search = { instead: "imp_1" };
  const refused = { code: "too_many", message: "Too many imports wait.", path: [] };
  const { mutations } = showPortal(<NewImportPage />, {
    StartImport: { startImport: { import: null, errors: [refused] } },
  });
  take("leads.csv");
  press("Upload");
  await screen.findByText("Too many imports wait.");
  expect(mutations.map(({ name }) => name)).toEqual(["StartImport"]);
  expect(held.sent).toEqual([]);
});

it("IMPT: a workbook that is too large is refused before anything is sent", () => {
  const { mutations } = showPortal(<NewImportPage />, answers);
  take("leads.xlsx", 60_000_000);
  expect(screen.getByRole("alert")).toHaveTextContent("The workbook is larger than 50 MB.");
  expect(screen.queryByRole("button", { name: "Upload" })).toBeNull();
  expect(mutations).toEqual([]);
});
