import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { press, read, savedMeanwhile, showPortal, type } from "../common/testPortal.tsx";

const navigate = vi.hoisted(() => vi.fn());
const viewer = { fields: [], staff: { id: "stf_1" }, preview: null };
vi.mock("../../app/viewer.tsx", () => ({ useViewer: () => ({ viewer, can: () => true }) }));
vi.mock("@tanstack/react-router", () => ({
  useParams: () => ({ id: "rol_1" }),
  useSearch: () => ({ from: "rol_1" }),
  useRouter: () => ({ navigate }),
  useBlocker: () => ({ status: "idle" }),
  Link: ({ children }: { children: unknown }) => children,
}));
const beginAnew = vi.hoisted(() => vi.fn());
vi.mock("./preview.ts", () => ({ beginAnew }));
const { draftFor, keepDraft } = await import("./keptDraft.ts");
const { RolePage } = await import("./RolePage.tsx");
const { NewRolePage } = await import("./NewRolePage.tsx");

const role = {
  id: "rol_1",
  version: 1,
  name: "Agent",
  description: "Calls people",
  memberCount: 0,
  editable: true,
  reason: null,
  grants: [{ permission: "client.view", reach: "OWN" }],
  fields: [],
  deniedPermissions: [],
  deniedFields: [],
};
const entry = (permission: string) => ({
  permission,
  resource: permission.split(".")[0],
  verb: permission.split(".")[1],
  sentence: permission,
  hasReach: true,
  stepUp: false,
  grantable: true,
  maxReach: "ALL",
});
const lost = () => undefined;
const refused = () => {
  throw new Error("full");
};
const permissionCatalogue = ["client.view", "client.edit"].map(entry);
const theirs = {
  ...role,
  version: 2,
  name: "Caller",
  grants: [
    { permission: "client.view", reach: "OWN" },
    { permission: "client.edit", reach: "TEAM" },
  ],
};

describe("a role that two people change", () => {
  function show() {
    const roles = read({ roles: [role], permissionCatalogue });
    const shown = showPortal(<RolePage />, {
      Roles: roles.answer,
      EditRole: savedMeanwhile("editRole", 2, { role: { ...theirs, version: 3, description: "Calls again" } }),
    });
    return { ...shown, colleagueSaves: () => roles.becomes({ roles: [theirs], permissionCatalogue }) };
  }

  it("what only one of them changed is merged and saved, and the page goes on from there", async () => {
    const { mutations, colleagueSaves } = show();
    type("Description", "Calls again");
    colleagueSaves();
    press("Save role");
    await screen.findByText(/It holds from the next request/);
    expect(mutations.map(({ variables }) => variables)).toEqual([
      { input: { id: "rol_1", version: 1, description: "Calls again" } },
      { input: { id: "rol_1", version: 2, description: "Calls again" } },
    ]);
    expect(screen.getByLabelText("Name")).toHaveValue("Caller");
    expect(screen.getByText("Everything is saved.")).toBeVisible();
  });

  it("what both changed is asked, and nothing typed is lost", async () => {
    const { mutations, colleagueSaves } = show();
    type("Name", "Telephone");
    type("Description", "Calls again");
    colleagueSaves();
    press("Save role");
    const asked = within(await screen.findByRole("dialog", { name: "A colleague changed this role meanwhile" }));
    expect(asked.getByRole("group", { name: "Clients: Edit" })).toHaveTextContent(/Mine\s*None\s*Theirs\s*Team/);
    fireEvent.click(asked.getByRole("button", { name: "Back to the form" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(screen.getByLabelText("Name")).toHaveValue("Telephone");
    press("Save role");
    fireEvent.click(await screen.findByRole("button", { name: "Save" }));
    await screen.findByText(/It holds from the next request/);
    expect(mutations.at(-1)?.variables).toEqual({
      input: { id: "rol_1", version: 2, name: "Telephone", description: "Calls again" },
    });
  });
});

describe("a preview of a role", () => {
  beforeEach(() => sessionStorage.clear());

  const name = "Preview as this role";
  const answers = {
    Roles: { roles: [role], permissionCatalogue },
    StartPreview: { startPreview: { errors: [] } },
    StartDraftPreview: { startDraftPreview: { errors: [] } },
  };
  const draft = {
    name: "Agent",
    grants: [{ permission: "client.view", reach: "OWN" }],
    fields: [],
    deniedPermissions: [],
    deniedFields: [],
  };

  it("is of the role as it is kept where nothing is changed", async () => {
    const { mutations } = showPortal(<RolePage />, answers);
    press(name);
    await waitFor(() => expect(beginAnew).toHaveBeenCalledWith("/"));
    expect(mutations).toEqual([{ name: "StartPreview", variables: { id: "rol_1" } }]);
  });

  it("is of what is written where something is, which waits on the page and is saved over the version that it began from", async () => {
    const first = showPortal(<RolePage />, answers);
    type("Name", "Night desk");
    type("Description", "Calls again");
    beginAnew.mockClear();
    press(name);
    await waitFor(() => expect(beginAnew).toHaveBeenCalledWith("/"));
    expect(first.mutations).toEqual([
      { name: "StartDraftPreview", variables: { input: { ...draft, roleId: "rol_1", name: "Night desk" } } },
    ]);
    first.unmount();

    const { mutations } = showPortal(<RolePage />, {
      ...answers,
      Roles: { roles: [{ ...role, version: 2 }], permissionCatalogue },
      EditRole: { editRole: { role: { ...role, version: 3, name: "Night desk" }, errors: [] } },
    });
    expect(screen.getByText(/Back from the preview/)).toBeVisible();
    expect(screen.getByLabelText("Name")).toHaveValue("Night desk");
    expect(screen.getByText("2 unsaved changes")).toBeVisible();
    press("Save role");
    await screen.findByText("Everything is saved.");
    expect(mutations[0]?.variables).toEqual({
      input: { id: "rol_1", version: 1, name: "Night desk", description: "Calls again" },
    });
    expect(screen.queryByText(/Back from the preview/)).toBeNull();
    type("Name", "Night");
    expect(screen.queryByText(/Back from the preview/)).toBeNull();
    expect(draftFor("/roles/rol_1", "stf_1")).toBeUndefined();
  });

  it("does not begin where the browser keeps nothing; where an answer is lost what is written is kept all the same", async () => {
    vi.stubGlobal("sessionStorage", { getItem: () => null, setItem: refused });
    beginAnew.mockClear();
    const { mutations, queries } = showPortal(<RolePage />, {
      Roles: answers.Roles,
      StartDraftPreview: lost,
      IsPreview: { viewer: { preview: { roleName: "Night desk", draft: true, until: "2026-11-30T12:00:00Z" } } },
    });
    type("Name", "Night desk");
    press(name);
    expect(await screen.findByText(/This browser keeps nothing/)).toBeVisible();
    expect(mutations).toEqual([]);
    vi.unstubAllGlobals();
    press(name);
    await waitFor(() => expect(queries.map((each) => each.name)).toContain("IsPreview"));
    expect(draftFor("/roles/rol_1", "stf_1")?.draft.name).toBe("Night desk");
    await waitFor(() => expect(beginAnew).toHaveBeenCalledWith("/"));
  });

  it("of a role that is gone when its writer is back leaves the draft, for a new role", async () => {
    keepDraft("/roles/rol_1", "stf_1", { draft: { name: "Night desk", description: "", grants: {}, fields: {} } });
    showPortal(<RolePage />, { Roles: { roles: [], permissionCatalogue } });
    press("Make a new role of your draft");
    await waitFor(() => expect(navigate).toHaveBeenCalledWith({ to: "/roles/new" }));
    expect(draftFor("/roles/new", "stf_1")?.draft.name).toBe("Night desk");
    expect(draftFor("/roles/rol_1", "stf_1")).toBeUndefined();
  });

  it("comes back only where the role may still be changed, and not for ever", async () => {
    keepDraft("/roles/rol_1", "stf_1", { draft: { name: "Night desk", description: "", grants: {}, fields: {} } });
    const locked = { roles: [{ ...role, editable: false }], permissionCatalogue };
    const first = showPortal(<RolePage />, { Roles: locked });
    expect(screen.getByLabelText("Name")).toHaveValue("Agent");
    first.unmount();
    vi.useFakeTimers({ now: Date.now() + 61 * 60_000, toFake: ["Date"] });
    showPortal(<RolePage />, answers);
    expect(screen.getByLabelText("Name")).toHaveValue("Agent");
    vi.useRealTimers();
  });

  it("what is wrong with a draft stands where it is, and nothing begins", async () => {
    showPortal(<RolePage />, {
      ...answers,
      StartDraftPreview: {
        startDraftPreview: { errors: [{ code: "too_long", message: "Use at most 80 characters.", path: ["name"] }] },
      },
    });
    type("Name", "Night desk");
    beginAnew.mockClear();
    press(name);
    expect(await screen.findByText("Use at most 80 characters.")).toBeVisible();
    expect(beginAnew).not.toHaveBeenCalled();
    type("Name", " ");
    press(name);
    expect(screen.getByRole("button", { name })).toHaveAttribute("aria-disabled", "true");
  });

  it("is of a new role too, which waits for its copy and for nobody else's", async () => {
    const first = showPortal(<NewRolePage />, answers);
    type("Name", "Night desk");
    press(name);
    await waitFor(() => expect(beginAnew).toHaveBeenCalled());
    expect(first.mutations).toEqual([
      { name: "StartDraftPreview", variables: { input: { ...draft, roleId: null, name: "Night desk" } } },
    ]);
    first.unmount();
    viewer.staff.id = "stf_2";
    showPortal(<NewRolePage />, answers).unmount();
    viewer.staff.id = "stf_1";
    showPortal(<NewRolePage />, answers);
    expect(screen.getByLabelText("Name")).toHaveValue("Night desk");
  });
});
