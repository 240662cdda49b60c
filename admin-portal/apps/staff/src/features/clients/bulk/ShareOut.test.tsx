import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { press, showPortal } from "../../common/testPortal.tsx";

const held = vi.hoisted(() => ({ permissions: ["client.assign", "staff.view"] }));
vi.mock("../../../app/viewer.tsx", () => ({
  useViewer: () => ({
    viewer: {
      staff: { id: "stf_me", team: { id: "tea_own", name: "Own" } },
      broker: { salesStatuses: [], retentionStatuses: [], tags: [] },
    },
    can: (permission: string) => held.permissions.includes(permission),
  }),
}));

const { default: BulkBar } = await import("./BulkBar.tsx");
const { default: BulkDialog } = await import("./BulkDialog.tsx");
const { SelectAll } = await import("./SelectAll.tsx");
const { parseAssign } = await import("./useAssignStart.ts");

const kept = "brokerdesk-northwind-share-out-stf_me";
const keep = (choice: unknown) => localStorage.setItem(kept, JSON.stringify(choice));
const [ana, tom] = [
  { id: "stf_ana", name: "Ana Ruiz" },
  { id: "stf_tom", name: "Tom Berg" },
];
const counted = {
  bulkPreview: {
    preview: {
      selected: 500,
      change: 500,
      same: 0,
      refused: [],
      shares: [
        { owner: tom, count: 250 },
        { owner: ana, count: 250 },
      ],
    },
    errors: [],
  },
};
const refused = {
  bulkPreview: {
    preview: null,
    errors: [{ code: "unknown_id", message: "Choose active staff members.", path: ["act", "ownerIds"] }],
  },
};
const team = (id: string, leader: string | null, ...members: string[]) => ({
  id,
  name: id,
  desk: id === "tea_back" ? "MANAGEMENT" : "SALES",
  leader: leader && { id: leader },
  members: members.map((each) => ({ id: each })),
});
const matching = { filter: null, search: "an", group: null };
const answers = {
  AssignableStaff: { assignableStaff: [] },
  TeamNames: { teams: [{ id: "tea_own", name: "Own" }] },
  TeamTree: { teams: [] as unknown[] },
  BulkPreview: counted as unknown,
  StartBulk: { startBulk: { bulk: { id: "blk_1" }, errors: [] } },
};

function open(more: Partial<typeof answers> | Record<string, unknown> = {}) {
  const started = vi.fn();
  const shown = showPortal(
    <BulkDialog kind="ASSIGN" selection={{ matching }} onStarted={started} onClose={() => undefined} />,
    { ...answers, ...more },
  );
  const asked = () =>
    shown.queries
      .filter(({ name }) => name === "BulkPreview")
      .map(({ variables }) => (variables as { act: object }).act);
  return { ...shown, started, asked };
}

describe("sharing out all that a list finds", () => {
  beforeEach(() => {
    held.permissions = ["client.assign", "staff.view"];
    localStorage.clear();
  });

  it("is three clicks for who did it before: all, assign, share out", async () => {
    keep({ to: "PEOPLE", ownerIds: ["stf_tom", "stf_ana"], rule: "FEWEST_FIRST" });
    const [onAll, onStarted] = [vi.fn(), vi.fn()];
    const total = { value: 500, capped: false };
    const bar = { rows: [], selected: new Set<string>(), matching, total, onAll, onClear: () => undefined, onStarted };
    const first = showPortal(<SelectAll total={total} onAll={onAll} />, {});
    press("Select all 500");
    expect(onAll).toHaveBeenCalledOnce();
    first.unmount();
    const { mutations } = showPortal(<BulkBar {...bar} all />, answers);
    expect(screen.getByRole("button", { name: "Assign…" })).toHaveFocus();
    expect(screen.queryByRole("button", { name: "Change them" }), "there is nothing else to do").toBeNull();
    press("Assign…");
    const dialog = within(await screen.findByRole("dialog", { name: "Assign the chosen clients" }));
    expect(dialog.getByRole("status")).toHaveTextContent("500 would be changed.Tom Berg: 250Ana Ruiz: 250");
    const held = !fireEvent.keyDown(dialog.getAllByRole("radio")[0] as HTMLElement, { key: "Enter", repeat: true });
    expect(held, "the Enter that opened it does not agree to it").toBe(true);
    fireEvent.click(dialog.getByRole("button", { name: "Share 500 out among 2" }));
    await waitFor(() => expect(onStarted).toHaveBeenCalledWith("blk_1"));
    expect(mutations.map(({ variables }) => variables)).toMatchObject([
      {
        input: {
          selection: { matching },
          act: { kind: "ASSIGN", ownerIds: ["stf_tom", "stf_ana"], rule: "FEWEST_FIRST" },
          expected: 500,
        },
      },
    ]);
    expect(JSON.parse(localStorage.getItem(kept) ?? "")).toEqual({
      to: "PEOPLE",
      ownerIds: ["stf_tom", "stf_ana"],
      rule: "FEWEST_FIRST",
    });
  });

  it("shows the names of who was chosen last, and keeps them when something else is changed", async () => {
    keep({ to: "PEOPLE", ownerIds: ["stf_tom", "stf_ana"], rule: "EVENLY" });
    const { asked } = open();
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByText("Ana Ruiz", { selector: ".mantine-Pill-label" })).toBeInTheDocument();
    fireEvent.click(dialog.getByRole("radio", { name: "Whoever has the fewest clients" }));
    expect(dialog.getByText("Ana Ruiz", { selector: ".mantine-Pill-label" })).toBeInTheDocument();
    expect(asked().at(-1)).toEqual({ kind: "ASSIGN", ownerIds: ["stf_tom", "stf_ana"], rule: "FEWEST_FIRST" });
  });

  it("forgets a choice that does not hold any more, and takes the team that the person leads", async () => {
    keep({ to: "PEOPLE", ownerIds: ["stf_gone"], rule: "EVENLY" });
    const ofTeam = ({ act }: Record<string, unknown>) => ("teamId" in (act as object) ? counted : refused);
    const teams = [team("tea_a", "stf_me", "stf_x"), team("tea_own", "stf_me", "stf_me", "stf_x")];
    const { asked, started } = open({ BulkPreview: ofTeam, TeamTree: { teams } });
    const begin = await screen.findByRole("button", { name: "Share 500 out among 2" });
    expect(asked().at(-1)).toEqual({ kind: "ASSIGN", teamId: "tea_own" });
    expect(screen.queryByRole("alert")).toBeNull();
    fireEvent.click(begin);
    await waitFor(() => expect(started).toHaveBeenCalled());
    expect(JSON.parse(localStorage.getItem(kept) ?? "")).toEqual({ to: "TEAM", teamId: "tea_own", rule: "EVENLY" });
  });

  it("opens empty for who leads nobody, or whose team takes nothing", async () => {
    const { asked } = open({
      TeamTree: {
        teams: [team("tea_own", "stf_me", "stf_me"), team("tea_b", null, "stf_x"), team("tea_back", "stf_me", "stf_x")],
      },
    });
    expect(await screen.findByRole("combobox", { name: "People, in this order" })).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Change" })).toBeDisabled();
    expect(asked()).toEqual([]);
    cleanup();
    keep({ to: "TEAM", teamId: "tea_gone", rule: "EVENLY" });
    const second = open({ BulkPreview: refused, TeamTree: { teams: [team("tea_own", "stf_me", "stf_x")] } });
    expect(await screen.findByRole("combobox", { name: "People, in this order" })).toBeInTheDocument();
    expect(second.asked().map((act) => (act as { teamId: string }).teamId)).toEqual(["tea_gone", "tea_own"]);
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("tells a mistake of what was chosen here", async () => {
    keep({ to: "PEOPLE", ownerIds: ["stf_tom", "stf_ana"], rule: "EVENLY" });
    const fewest = ({ act }: Record<string, unknown>) => ("rule" in (act as object) ? refused : counted);
    open({ BulkPreview: fewest });
    fireEvent.click(await screen.findByRole("radio", { name: "Whoever has the fewest clients" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("Choose active staff members.");
  });

  it("keeps one person's choice from another's, and takes nothing that is none", () => {
    for (const other of [
      null,
      "x",
      {},
      { to: "NOBODY" },
      { to: "PEOPLE", ownerIds: [] },
      { to: "PEOPLE", ownerIds: [1] },
    ]) {
      expect(parseAssign(other)).toBeUndefined();
    }
    localStorage.setItem("brokerdesk-northwind-share-out-stf_other", '{"to":"TEAM","teamId":"tea_own"}');
    const { asked } = open();
    expect(asked()).toEqual([]);
  });

  it("offers all only to who can do something to them, and of more than one", () => {
    const shown = (value: number) => {
      const { unmount } = showPortal(<SelectAll total={{ value, capped: true }} onAll={() => undefined} />, {});
      const there = screen.queryByRole("button", { name: /^Select all/ }) !== null;
      unmount();
      return there;
    };
    expect([shown(1), shown(2)]).toEqual([false, true]);
    held.permissions = ["client.view"];
    expect(shown(500)).toBe(false);
  });
});
