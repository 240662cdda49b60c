import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { press, showPortal } from "../../common/testPortal.tsx";
import { sampleCounts, sampleImport } from "../sampleImport.ts";

const held = vi.hoisted(() => ({ permissions: ["client.import"], went: [] as unknown[] }));
const sent = vi.hoisted(() => ({ send: vi.fn() }));
vi.mock("../file/send.ts", () => sent);
vi.mock("../../../app/viewer.tsx", () => ({
  useViewer: () => ({
    viewer: { preferences: { timeZone: "UTC" }, broker: { timeZone: "UTC" } },
    can: (permission: string) => held.permissions.includes(permission),
  }),
}));
vi.mock("../../../app/live.tsx", () => ({ useMissedNews: () => undefined }));
vi.mock("@tanstack/react-router", () => ({
  useNavigate: () => (to: unknown) => held.went.push(to),
  useSearch: () => ({}),
  Link: ({ children, to, ...rest }: { children: React.ReactNode; to: string }) => (
    <a href={to} {...(rest as object)}>
      {children}
    </a>
  ),
}));

const { ImportsPage } = await import("./ImportsPage.tsx");
const { NewImportPage } = await import("../file/NewImportPage.tsx");

const list = (nodes: readonly object[]) => ({
  ClientImportList: {
    clientImports: { edges: nodes.map((node) => ({ cursor: "", node })), pageInfo: { hasNextPage: false } },
  },
});
const undo = { deleted: 0, restored: 0, refused: 0, until: "2026-12-05T09:00:00Z", possible: true };

beforeEach(() => {
  held.permissions = ["client.import"];
  held.went = [];
  sent.send.mockClear();
});

describe("the list of imports", () => {
  it("says what it is for while it is empty, and offers an example", () => {
    showPortal(<ImportsPage />, list([]));
    expect(screen.getByText("No list was imported yet")).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Download an example file" })).toHaveAttribute(
      "href",
      "/imports/example.csv",
    );
    expect(screen.getByRole("link", { name: "New import" })).toHaveAttribute("href", "/imports/new");
  });

  it("has file, state, figures, who and until when it can be taken back", () => {
    const written = { ...sampleImport, state: "COMMITTED", written: sampleCounts, undo, mine: false };
    const running = {
      ...sampleImport,
      id: "imp_2",
      fileName: "march.xlsx",
      state: "CHECKING",
      progress: { done: 40, total: 160, left: 9 },
    };
    showPortal(<ImportsPage />, list([running, written]));
    const [, first, second] = screen.getAllByRole("row");
    expect(within(first as HTMLElement).getByText("25 %")).toBeInTheDocument();
    expect(within(first as HTMLElement).getByText("You")).toBeInTheDocument();
    for (const text of ["leads.csv", "Imported", "900", "80", "20", "Mina Holt", "until 05 Dec 2026"])
      expect(within(second as HTMLElement).getByText(text)).toBeInTheDocument();
  });

  it("is closed to people without the permission", () => {
    held.permissions = [];
    const { queries } = showPortal(<ImportsPage />, list([]));
    expect(screen.queryByRole("link", { name: "New import" })).toBeNull();
    expect(queries).toEqual([]);
  });
});

describe("a new import", () => {
  const choose = (file: File) =>
    fireEvent.change(screen.getByLabelText("File to import", { selector: "input" }), { target: { files: [file] } });

  it("names the file before anything is sent, then sends it and opens the import", async () => {
    const begun = { ...sampleImport, state: "UPLOADING", received: 0 };
    const { mutations } = showPortal(<NewImportPage />, {
      StartImport: { startImport: { import: begun, errors: [] } },
    });
    const file = new File(["Name,E-mail\nOlga,o@example.com\n"], "leads.csv");
    choose(file);
    expect(screen.getByRole("heading", { name: "leads.csv" })).toBeInTheDocument();
    expect(screen.getByText("CSV · 31 byte")).toBeInTheDocument();
    expect(mutations).toEqual([]);
    press("Upload");
    await waitFor(() => expect(held.went).toEqual([{ to: "/imports/$id", params: { id: "imp_1" } }]));
    expect(mutations[0]?.variables).toEqual({ input: { fileName: "leads.csv", size: 31 } });
    expect(sent.send).toHaveBeenCalledWith(expect.anything(), begun, file);
  });

  it("a file that cannot be taken is refused before it is sent, with what to do instead", () => {
    showPortal(<NewImportPage />, {});
    choose(new File(["x"], "leads.xls"));
    expect(screen.getByRole("alert")).toHaveTextContent("Save it as CSV or as an Excel workbook (.xlsx)");
    expect(screen.queryByRole("button", { name: "Upload" })).toBeNull();
    press("Choose another file");
    expect(screen.getByRole("region", { name: "File to import" })).toBeInTheDocument();
  });

  it("takes a dropped file wherever it is let go, and rows that are pasted", async () => {
    showPortal(<NewImportPage />, {});
    const drop = new Event("drop", { cancelable: true });
    Object.assign(drop, { dataTransfer: { files: [new File(["a,b"], "dropped.csv")], getData: () => "" } });
    window.dispatchEvent(drop);
    expect(drop.defaultPrevented).toBe(true);
    expect(await screen.findByRole("heading", { name: "dropped.csv" })).toBeInTheDocument();
    press("Choose another file");
    const paste = new Event("paste");
    Object.assign(paste, { clipboardData: { files: [], getData: () => "Name\tE-mail\nOlga\to@example.com" } });
    window.dispatchEvent(paste);
    expect(await screen.findByRole("heading", { name: "pasted rows.csv" })).toBeInTheDocument();
  });
});
