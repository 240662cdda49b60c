import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { press, showPortal, type } from "../common/testPortal.tsx";
import { samplePreview } from "./samplePreview.ts";

const went = vi.hoisted(() => vi.fn());
vi.mock("../../app/viewer.tsx", () => ({
  useViewer: () => ({
    can: () => true,
    viewer: { staff: { id: "stf_me" }, broker: { timeZone: "Europe/Madrid" }, preferences: {} },
  }),
}));
vi.mock("@tanstack/react-router", async (original) => ({
  ...(await original<typeof import("@tanstack/react-router")>()),
  useNavigate: () => went,
  Link: ({ children }: { children: React.ReactNode }) => <a href="/clients">{children}</a>,
}));

const { DuplicatesPage } = await import("./DuplicatesPage.tsx");
const { default: MergeDialog } = await import("./MergeDialog.tsx");
const { default: MergedInto } = await import("./MergedInto.tsx");

const masked = { display: "o•••@•••.com", masked: true, canReveal: false, present: true };
const client = (id: string, displayName: string) => ({
  id,
  number: id === "cli_1" ? "C-100001" : "C-100002",
  version: 1,
  displayName,
  email: masked,
  phone: { ...masked, display: null, present: false },
  country: "ES",
  createdAt: "2026-11-28T10:00:00Z",
  owner: null,
});
const clusters = (unchecked: string[]) => ({
  duplicateClusters: {
    edges: [
      {
        cursor: "c1",
        node: { sharedBy: ["EMAIL"], clients: [client("cli_1", "Olga Novak"), client("cli_2", "Olya Novak")] },
      },
    ],
    pageInfo: { hasNextPage: false, endCursor: null },
    unchecked,
  },
});
const opened = { openClient: { client: { id: "cli_1", version: 1 }, errors: [] } };
const reason = "The same person registered twice";

describe("duplicates", () => {
  it("says what is the same, what was not compared, and shows masks as masks", async () => {
    showPortal(<DuplicatesPage />, { DuplicateClusters: clusters(["PHONE"]) });
    const card = await screen.findByRole("article", { name: "Olga Novak, Olya Novak" });
    expect(card).toHaveTextContent("The same e-mail address");
    expect(within(card).getAllByText("o•••@•••.com")).toHaveLength(2);
    expect(screen.getByText(/Not compared, because your role does not show it in full: Phone/)).toBeTruthy();
  });

  it("says how many of a large cluster one merge takes", async () => {
    const found = clusters([]);
    const names = Array.from({ length: 8 }, (_, n) => client(`cli_${n}`, `Olga ${n}`));
    const node = { sharedBy: ["EMAIL"], clients: names };
    found.duplicateClusters.edges = [{ cursor: "c1", node }];
    showPortal(<DuplicatesPage />, { DuplicateClusters: found });
    expect(await screen.findByRole("note")).toHaveTextContent(
      "8 clients, and one merge takes 6: Merge begins with the first 6",
    );
  });

  it("keeps two people apart, and takes that back", async () => {
    const { mutations } = showPortal(<DuplicatesPage />, {
      DuplicateClusters: clusters([]),
      DismissDuplicates: { dismissDuplicates: { done: true, errors: [] } },
      RecallDuplicates: { recallDuplicates: { done: true, errors: [] } },
    });
    fireEvent.click(await screen.findByRole("button", { name: "Not the same person" }));
    fireEvent.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => expect(mutations).toHaveLength(2));
    const variables = { clientId: "cli_1", otherIds: ["cli_2"] };
    expect(mutations).toEqual([
      { name: "DismissDuplicates", variables },
      { name: "RecallDuplicates", variables },
    ]);
  });
});

describe("a merge", () => {
  it("opens each profile, shows the preview, asks for a reason and sends what was chosen at the versions that were seen", async () => {
    const { mutations } = showPortal(<MergeDialog ids={["cli_1", "cli_2"]} onClose={() => {}} />, {
      OpenForMerge: opened,
      MergePreview: { mergePreview: { preview: samplePreview, errors: [] } },
      MergeClients: {
        mergeClients: {
          client: null,
          merge: { id: "mrg_1", keptId: "cli_1", undoUntil: "2026-11-29T10:00:00Z", undoable: true },
          errors: [],
        },
      },
      UndoMerge: { undoMerge: { client: null, merge: null, errors: [] } },
    });
    await screen.findByRole("table");
    expect(mutations.map(({ name }) => name)).toEqual(["OpenForMerge", "OpenForMerge"]);
    expect(screen.getByRole("button", { name: "Merge" })).toBeDisabled();
    fireEvent.click(screen.getByRole("radio", { name: "Name of C-100002" }));
    expect(screen.queryByRole("radio", { name: /^Stage/ })).toBeNull();
    type(/Reason/, reason);
    press("Merge");
    await waitFor(() => expect(went).toHaveBeenCalledWith({ to: "/clients/$id", params: { id: "cli_1" } }));
    expect(mutations.at(-1)).toEqual({
      name: "MergeClients",
      variables: {
        input: {
          kept: { id: "cli_1", version: 3 },
          others: [{ id: "cli_2", version: 5 }],
          choices: [{ field: "NAME", fromId: "cli_2" }],
          reason,
        },
      },
    });
    press("Undo");
    await waitFor(() => expect(mutations.at(-1)).toEqual({ name: "UndoMerge", variables: { id: "mrg_1" } }));
  });

  it("does not begin while something stands against it", async () => {
    const blockers = [{ block: "MONEY_PENDING", message: "A balance operation waits.", clientId: "cli_2" }];
    showPortal(<MergeDialog ids={["cli_1", "cli_2"]} onClose={() => {}} />, {
      OpenForMerge: opened,
      MergePreview: { mergePreview: { preview: { ...samplePreview, blockers }, errors: [] } },
    });
    expect(await screen.findByText(/A balance operation waits/)).toHaveTextContent("Olya Novak:");
    type(/Reason/, reason);
    expect(screen.getByRole("button", { name: "Merge" })).toBeDisabled();
  });

  it("goes on from the old address to the client that was kept", async () => {
    showPortal(<MergedInto id="cli_2">Not here</MergedInto>, {
      ClientMergedInto: { clientMergedInto: { id: "cli_1", number: "C-100001", displayName: "Olga Novak" } },
    });
    await waitFor(() =>
      expect(went).toHaveBeenCalledWith({ to: "/clients/$id", params: { id: "cli_1" }, replace: true }),
    );
  });

  it("says that a client is not here where nobody stands in", async () => {
    showPortal(<MergedInto id="cli_2">Not here</MergedInto>, { ClientMergedInto: { clientMergedInto: null } });
    expect(await screen.findByText("Not here")).toBeTruthy();
  });
});
