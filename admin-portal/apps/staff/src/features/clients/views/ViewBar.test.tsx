import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { useCallback, useState } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { press, showPortal, type } from "../../common/testPortal.tsx";
import { parseColumnText } from "../list/columnChoice.ts";
import type { ClientView } from "../list/view.ts";

const held = vi.hoisted(() => ({ reach: null as string | null }));
vi.mock("../../../app/viewer.tsx", () => ({
  useViewer: () => ({
    viewer: { staff: { team: { id: "tem_1", name: "Madrid" } }, preferences: { density: "normal" } },
    can: () => held.reach !== null,
    reach: () => held.reach,
  }),
}));
const { useListView, useViewColumns } = await import("./useListView.ts");
const { ViewBar } = await import("./ViewBar.tsx");
const { default: ViewNotice } = await import("./ViewNotice.tsx");

const id = (n: number) => `viw_${String(n).padStart(26, "0")}`;
const view = (n: number, name: string, more = {}) => ({
  id: id(n),
  version: 1,
  name,
  audience: "PRIVATE",
  team: null,
  owner: { id: "stf_1", name: "Ana" },
  definition: {
    filter: { join: "all", items: [{ field: "country", values: ["ES"] }] },
    sort: { field: "NAME", descending: false },
    columns: [],
    density: null,
    groupBy: null,
  },
  dropped: [] as string[],
  mine: true,
  mayChange: true,
  roleIds: [] as string[],
  ...more,
});

/** A list with its address; what it shows is told as text. */
function List({ start }: { start: ClientView }) {
  const [search, setSearch] = useState(start);
  const change = useCallback((part: Partial<ClientView>) => setSearch((old) => ({ ...old, ...part })), []);
  const list = useListView(search, change);
  const { choice, setChoice, onScreen, drop } = useViewColumns(list);
  const open = (next: string | undefined) => {
    drop();
    setSearch({ view: next ?? "all" });
  };
  if (list.waiting) return <p>waiting</p>;
  return (
    <>
      <ViewBar list={onScreen} choice={choice} onOpen={open} />
      {(list.missing || list.saved?.dropped.length) && <ViewNotice list={list} onPlain={() => undefined} />}
      <output aria-label="shown">
        {JSON.stringify({ address: search.view, sort: list.parts.sort, filter: list.parts.filter })}
      </output>
      <button type="button" onClick={() => list.set({ sort: "-contact" })}>
        sort by contact
      </button>
      <button type="button" onClick={() => setChoice(parseColumnText("name.source"))}>
        show the source
      </button>
    </>
  );
}

const shown = () => JSON.parse(screen.getByRole("status", { name: "shown" }).textContent ?? "{}");
const shelf = (views: unknown[], opensWithId: string | null = null) => ({
  savedViews: { chosenId: opensWithId, opensWithId, views },
});

function show(start: ClientView, answers: Record<string, unknown>) {
  return showPortal(<List start={start} />, answers);
}

beforeEach(() => {
  held.reach = null;
});

/** A server that has the view at version 5. */
const saving = ({ input }: { input: { version: number } }) => ({
  changeSavedView:
    input.version === 5
      ? { view: view(1, "Spain", { version: 6 }), errors: [] }
      : { view: null, errors: [{ code: "conflict", message: "", path: [] }] },
});

describe("a saved view", () => {
  it("opens by itself where the address says nothing, and the plain list is one press away", async () => {
    show({}, { SavedViews: shelf([view(1, "Spain")], id(1)) });
    await waitFor(() => expect(shown().address).toBe(id(1)));
    expect(shown()).toMatchObject({ sort: "name", filter: { items: [{ field: "country", values: ["ES"] }] } });
    press("View: Spain");
    fireEvent.click(await screen.findByRole("menuitem", { name: "All clients" }));
    await waitFor(() => expect(shown()).toMatchObject({ address: "all", sort: "-created" }));
  });

  it("shows as changed, is saved with what is on screen, and can be set back", async () => {
    const saved = { changeSavedView: { view: view(1, "Spain", { version: 2 }), errors: [] } };
    const { mutations } = show({ view: id(1) }, { SavedViews: shelf([view(1, "Spain")]), ChangeSavedView: saved });
    press("sort by contact");
    fireEvent.click(await screen.findByRole("button", { name: "Reset" }));
    await screen.findByRole("button", { name: "View: Spain" });
    expect(shown().sort).toBe("name");
    press("sort by contact");
    fireEvent.click(await screen.findByRole("button", { name: "Save" }));
    await screen.findByText("View saved");
    expect(mutations[0]).toMatchObject({
      name: "ChangeSavedView",
      variables: {
        input: {
          id: id(1),
          version: 1,
          definition: {
            filter: { join: "all", items: [{ field: "country", values: ["ES"] }] },
            sort: { field: "CONTACT", descending: true },
          },
        },
      },
    });
  });

  it("that somebody else saved meanwhile is merged, and asked about part by part where both changed it", async () => {
    let theirs = view(1, "Spain", { version: 1 });
    const kept = () => shelf([theirs]);
    const { mutations } = show({ view: id(1), sort: "-contact" }, { SavedViews: kept, ChangeSavedView: saving });
    await screen.findByRole("button", { name: "View: Spain, changed" });
    const before = theirs.definition;
    theirs = view(1, "Spain", { version: 5, definition: { ...before, sort: { field: "NUMBER", descending: false } } });
    fireEvent.click(await screen.findByRole("button", { name: "Save" }));
    const dialog = await screen.findByRole("dialog", { name: "A colleague changed this too" });
    expect(dialog).toHaveTextContent(
      /Order\s*Mine\s*Last contact, descending\s*Theirs\s*Number, ascending\s*Original: Client, ascending/,
    );
    expect(mutations, "nothing is written over").toHaveLength(1);
    fireEvent.click(within(dialog).getByRole("radio", { name: /^Mine/ }));
    fireEvent.click(within(dialog).getByRole("button", { name: "Save" }));
    await screen.findByText("View saved");
    expect(mutations.map(({ variables }) => variables)).toMatchObject([
      { input: { version: 1 } },
      { input: { version: 5, definition: { sort: { field: "CONTACT", descending: true } } } },
    ]);
  });

  it("whose other parts somebody else saved meanwhile is merged by itself", async () => {
    let theirs = view(1, "Spain", { version: 1 });
    const kept = () => shelf([theirs]);
    const { mutations } = show({ view: id(1), sort: "-contact" }, { SavedViews: kept, ChangeSavedView: saving });
    await screen.findByRole("button", { name: "View: Spain, changed" });
    theirs = view(1, "Spain", { version: 5, definition: { ...theirs.definition, density: "COMPACT" } });
    fireEvent.click(await screen.findByRole("button", { name: "Save" }));
    await waitFor(() => expect(mutations).toHaveLength(2));
    expect(mutations[1]?.variables).toMatchObject({
      input: { version: 5, definition: { density: "COMPACT", sort: { field: "CONTACT", descending: true } } },
    });
  });

  it("whose name a colleague changed is asked about", async () => {
    let theirs = view(1, "Spain", { version: 1 });
    const kept = () => shelf([theirs]);
    const { mutations } = show({ view: id(1) }, { SavedViews: kept, ChangeSavedView: saving });
    fireEvent.click(await screen.findByRole("button", { name: "View: Spain" }));
    fireEvent.click(await screen.findByRole("menuitem", { name: /Name and sharing/ }));
    fireEvent.change(await screen.findByRole("textbox", { name: "Name" }), { target: { value: "Iberia" } });
    theirs = view(1, "Madrid", { version: 5 });
    press("Save");
    const dialog = await screen.findByRole("dialog", { name: "A colleague changed this too" });
    expect(dialog).toHaveTextContent(/Name\s*Mine\s*Iberia\s*Theirs\s*Madrid\s*Original: Spain/);
    fireEvent.click(within(dialog).getByRole("radio", { name: /^Mine/ }));
    fireEvent.click(within(dialog).getByRole("button", { name: "Save" }));
    await waitFor(() => expect(mutations).toHaveLength(2));
    expect(mutations[1]?.variables).toMatchObject({ input: { version: 5, name: "Iberia", audience: "PRIVATE" } });
  });

  it("of somebody else is kept under a new name, and shared only by those who may", async () => {
    held.reach = "TEAM";
    let made = false;
    const theirs = view(1, "Spain", { audience: "EVERYBODY", mine: false, mayChange: false });
    const there = () => shelf(made ? [theirs, view(2, "Mine")] : [theirs]);
    const making = () => {
      made = true;
      return { createSavedView: { view: view(2, "Mine"), errors: [] } };
    };
    const { mutations } = show(
      { view: id(1), sort: "-contact" },
      {
        SavedViews: there,
        TeamNames: { teams: [{ id: "tem_1", name: "Madrid" }] },
        CreateSavedView: making,
      },
    );
    fireEvent.click(await screen.findByRole("button", { name: "Save as…" }));
    await screen.findByRole("dialog");
    expect(screen.getAllByRole("button", { name: "Save" }), "the dialog's alone").toHaveLength(1);
    type(/^Name/, "Mine");
    fireEvent.click(screen.getByRole("combobox", { name: "Who has it" }));
    const options = (await screen.findAllByRole("option")).map((option) => option.textContent);
    expect(options).toEqual(["Only me", "A team and the teams below it"]);
    press("Save");
    await waitFor(() => expect(shown().address).toBe(id(2)));
    expect(mutations[0]).toMatchObject({
      variables: { input: { name: "Mine", audience: "PRIVATE", teamId: null, definition: { groupBy: null } } },
    });
  });

  it("says what was left out, and when it is not there", async () => {
    show({ view: id(1) }, { SavedViews: shelf([view(1, "Calls", { dropped: ["PHONE"] })]) });
    await screen.findByText(/does not show \(phone\)/);
  });

  it("that was removed shows all clients and says so", async () => {
    show({ view: id(9) }, { SavedViews: shelf([]) });
    await screen.findByText(/removed, or it is not shared/);
    expect(screen.getByRole("button", { name: "View: All clients" })).toBeTruthy();
  });

  it("takes the columns that are drawn, before the address says them", async () => {
    const columns = [{ name: "name", pinned: false, width: null }];
    const spain = (version: number, more: typeof columns = []) => {
      const { definition, ...rest } = view(1, "Spain", { version });
      return { ...rest, definition: { ...definition, columns: [...columns, ...more] } };
    };
    const saved = { view: spain(2, [{ name: "source", pinned: false, width: null }]), errors: [] };
    const { mutations } = show(
      { view: id(1) },
      { SavedViews: shelf([spain(1)]), ChangeSavedView: { changeSavedView: saved } },
    );
    await screen.findByRole("button", { name: "View: Spain" });
    press("show the source");
    fireEvent.click(await screen.findByRole("button", { name: "Reset" }));
    await new Promise((done) => setTimeout(done, 400));
    expect(screen.queryByRole("button", { name: "Reset" }), "what was set back does not come again").toBeNull();
    press("show the source");
    fireEvent.click(await screen.findByRole("button", { name: "Save" }));
    await waitFor(() => expect(mutations).toHaveLength(1));
    expect(mutations[0]).toMatchObject({
      variables: { input: { definition: { columns: [{ name: "name" }, { name: "source" }] } } },
    });
  });

  const rolesOf = async (names: string[]) => {
    fireEvent.click(screen.getByRole("combobox", { name: "Who has it" }));
    fireEvent.click(await screen.findByRole("option", { name: "Everybody" }));
    const field = await screen.findByRole("combobox", { name: "Opens by itself for the roles" });
    fireEvent.click(field);
    for (const name of names) {
      fireEvent.click(await screen.findByRole("option", { name }));
    }
  };
  const roles = {
    roles: [
      { id: "rol_1", name: "Agent" },
      { id: "rol_2", name: "Desk" },
    ],
  };
  const opened = { setRoleView: { savedViews: { chosenId: null, opensWithId: null }, errors: [] } };

  it("opens by itself for the roles that are chosen, and no longer for those that are taken out", async () => {
    held.reach = "ALL";
    const spain = view(1, "Spain", { audience: "EVERYBODY", roleIds: ["rol_2"] });
    const { mutations } = show(
      { view: id(1) },
      {
        SavedViews: shelf([spain]),
        RoleNames: roles,
        TeamNames: { teams: [] },
        ChangeSavedView: { changeSavedView: { view: { ...spain, version: 2 }, errors: [] } },
        SetRoleView: opened,
      },
    );
    fireEvent.click(await screen.findByRole("button", { name: "View: Spain" }));
    fireEvent.click(await screen.findByRole("menuitem", { name: /^Name and sharing/ }));
    await screen.findByRole("dialog");
    await rolesOf(["Agent", "Desk"]);
    press("Save");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    const steps = mutations.filter(({ name }) => name === "SetRoleView").map(({ variables }) => variables);
    expect(steps).toEqual([
      { input: { roleId: "rol_1", viewId: id(1) } },
      { input: { roleId: "rol_2", viewId: null } },
    ]);
  });

  it("that was made before a role was refused goes on with the next Save, and is not made twice", async () => {
    held.reach = "ALL";
    const made = view(2, "Mine", { audience: "EVERYBODY" });
    let refuse = true;
    const making = { createSavedView: { view: made, errors: [] } };
    const changing = { changeSavedView: { view: { ...made, version: 2 }, errors: [] } };
    const setting = ({ input }: Record<string, unknown>) => {
      if ((input as { roleId: string }).roleId !== "rol_2" || !refuse) return opened;
      refuse = false;
      return { setRoleView: { savedViews: null, errors: [{ code: "busy", message: "Try again.", path: ["roleId"] }] } };
    };
    const { mutations } = show(
      { view: "all", sort: "-contact" },
      {
        SavedViews: shelf([made]),
        RoleNames: roles,
        TeamNames: { teams: [] },
        CreateSavedView: making,
        ChangeSavedView: changing,
        SetRoleView: setting,
      },
    );
    fireEvent.click(await screen.findByRole("button", { name: /^View: All clients/ }));
    fireEvent.click(await screen.findByRole("menuitem", { name: /^Save as/ }));
    await screen.findByRole("dialog");
    type(/^Name/, "Mine");
    await rolesOf(["Agent", "Desk"]);
    press("Save");
    await screen.findByText("Try again.");
    press("Save");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(mutations.map(({ name }) => name)).toEqual([
      "CreateSavedView",
      "SetRoleView",
      "SetRoleView",
      "ChangeSavedView",
      "SetRoleView",
    ]);
    expect(mutations[3]?.variables).toMatchObject({ input: { id: id(2), version: 1, name: "Mine" } });
    expect(mutations[4]?.variables).toEqual({ input: { roleId: "rol_2", viewId: id(2) } });
  });
});
