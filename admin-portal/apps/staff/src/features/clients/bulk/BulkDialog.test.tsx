import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { showPortal } from "../../common/testPortal.tsx";

vi.mock("../../../app/viewer.tsx", () => ({
  useViewer: () => ({
    viewer: { staff: { id: "stf_me", team: null }, broker: { salesStatuses: [], retentionStatuses: [], tags: [] } },
    can: () => true,
  }),
}));
vi.mock("../../../app/live.tsx", () => ({ useMissedNews: () => undefined }));

const { default: BulkDialog } = await import("./BulkDialog.tsx");
const { default: BulkWork } = await import("./BulkWork.tsx");

const preview = {
  selected: 7,
  change: 4,
  same: 1,
  refused: [{ code: "not_reached", message: "Your role does not reach this client.", count: 2 }],
  shares: [],
};
const bulk = {
  id: "blk_1",
  version: 3,
  state: "DONE",
  act: "ARCHIVE",
  sets: [],
  takes: [],
  team: null,
  total: 7,
  changed: 4,
  same: 1,
  refused: 2,
  undone: 0,
  undoRefused: 0,
  undoable: true,
};

describe("an act on many clients", () => {
  it("says what would happen and to how many before it begins, and takes no more than that", async () => {
    const started = vi.fn();
    const selection = { clientIds: ["cli_1", "cli_2"] };
    const { mutations } = showPortal(
      <BulkDialog kind="ARCHIVE" selection={selection} onStarted={started} onClose={() => undefined} />,
      {
        BulkPreview: { bulkPreview: { preview, errors: [] } },
        StartBulk: { startBulk: { bulk, errors: [] } },
      },
    );
    const dialog = within(await screen.findByRole("dialog", { name: "Archive the chosen clients" }));
    const begin = await dialog.findByRole("button", { name: "Change 4 clients" });
    expect(dialog.getByText(/does not reach this client/)).toBeVisible();
    expect(begin).toBeDisabled();
    fireEvent.change(dialog.getByRole("textbox"), { target: { value: "Bought from a bad list" } });
    expect(begin).toBeEnabled();
    fireEvent.click(begin);
    await waitFor(() => expect(started).toHaveBeenCalledWith("blk_1"));
    const sent = mutations.map(({ variables }) => variables as { input: Record<string, unknown> });
    expect(sent).toHaveLength(1);
    const input = sent.map((each) => each.input).at(0);
    expect(input).toMatchObject({ selection, act: { kind: "ARCHIVE" }, expected: 7, reason: "Bought from a bad list" });
    expect(String(input?.requestKey).length).toBeGreaterThan(8);
  });

  it("tells what came of it, whom it left and why, and is taken back", async () => {
    const row = { row: 3, client: null, outcome: "REFUSED", message: "The client is archived." };
    const { mutations } = showPortal(<BulkWork id="blk_1" onMoved={() => undefined} onClose={() => undefined} />, {
      ClientBulk: { clientBulk: bulk },
      BulkRows: { clientBulkRows: { edges: [{ node: row }], pageInfo: { hasNextPage: false } } },
      UndoBulk: { undoBulk: { bulk: { ...bulk, state: "UNDOING" }, errors: [] } },
    });
    const strip = within(await screen.findByRole("region", { name: "Change of many clients" }));
    expect(strip.getByRole("status")).toHaveTextContent("4 of 7 changed, 1 were so already");
    fireEvent.click(strip.getByRole("button", { name: "Why 2 were left" }));
    const left = within(await screen.findByRole("dialog", { name: "What became of each client" }));
    expect(await left.findByText("The client is archived.")).toBeVisible();
    expect(left.getByRole("link", { name: "Download those that were left" })).toHaveAttribute(
      "href",
      "/bulk/blk_1/failed.csv",
    );
    fireEvent.click(strip.getByRole("button", { name: "Undo the change", hidden: true }));
    await waitFor(() => expect(mutations.map(({ name }) => name)).toEqual(["UndoBulk"]));
  });

  it("tells what every client was and became, page by page", async () => {
    const client = (n: number) => ({ id: `cli_${n}`, number: `C-${n}`, displayName: `Client ${n}` });
    const row = (n: number) => ({
      row: n,
      client: client(n),
      outcome: "CHANGED",
      message: null,
      was: "New",
      became: "Call",
    });
    const pages = ({ after }: Record<string, unknown>) => ({
      clientBulkRows: after
        ? { edges: [{ node: { ...row(2), outcome: "SAME" } }], pageInfo: { hasNextPage: false, endCursor: null } }
        : { edges: [{ node: row(1) }], pageInfo: { hasNextPage: true, endCursor: "c1" } },
    });
    const { queries } = showPortal(<BulkWork id="blk_1" onMoved={() => undefined} onClose={() => undefined} />, {
      ClientBulk: { clientBulk: { ...bulk, refused: 0 } },
      BulkRows: pages,
    });
    fireEvent.click(await screen.findByRole("button", { name: "What became of each" }));
    const all = within(await screen.findByRole("dialog", { name: "What became of each client" }));
    expect(await all.findByText("Changed from New to Call")).toBeVisible();
    fireEvent.click(all.getByRole("button", { name: "Show more" }));
    expect(await all.findByText("Was so already")).toBeVisible();
    fireEvent.click(all.getByRole("button", { name: /^Changed/ }));
    const asked = queries.filter(({ name }) => name === "BulkRows").map(({ variables }) => variables);
    expect(asked).toEqual([
      { id: "blk_1", first: 50 },
      { id: "blk_1", first: 50, after: "c1" },
      { id: "blk_1", first: 50, outcomes: ["CHANGED", "UNDONE"] },
    ]);
  });

  it("finds the last act again after the page was left, as long as it can be undone, until it is closed", async () => {
    localStorage.clear();
    const act = (id: string, hours: number, state = "DONE") => ({
      id,
      state,
      endedAt: new Date().toISOString(),
      undoUntil: new Date(Date.now() + hours * 3_600_000).toISOString(),
    });
    const asked = ({ id }: Record<string, unknown>) => ({ clientBulk: { ...bulk, id } });
    const answers = (clientBulks: unknown[]) => ({
      ClientBulks: { clientBulks },
      ClientBulk: asked,
    });
    const moved = vi.fn();
    const work = <BulkWork id={undefined} onMoved={moved} onClose={() => undefined} />;
    showPortal(work, answers([act("blk_9", 20), act("blk_8", 10)]));
    const strip = within(await screen.findByRole("region", { name: "Change of many clients" }));
    expect(strip.getByRole("button", { name: "Undo the change" })).toBeVisible();
    expect(moved, "what ended before moves no row now").not.toHaveBeenCalled();
    fireEvent.click(strip.getByRole("button", { name: "Close" }));
    expect(screen.queryByRole("region", { name: "Change of many clients" })).toBeNull();

    cleanup();
    showPortal(work, answers([act("blk_9", 20), act("blk_8", 10)]));
    expect(screen.queryByRole("region", { name: "Change of many clients" })).toBeNull();

    cleanup();
    const old = showPortal(work, answers([act("blk_7", -1)]));
    expect(screen.queryByRole("region", { name: "Change of many clients" })).toBeNull();
    expect(old.queries.map(({ name }) => name)).toEqual(["ClientBulks"]);

    cleanup();
    showPortal(work, answers([act("blk_9", 20), act("blk_6", 23, "RUNNING")]));
    expect(await screen.findByRole("region", { name: "Change of many clients" })).toBeVisible();
  });
});
