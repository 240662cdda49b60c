import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { press, read, savedMeanwhile, showPortal, type } from "../common/testPortal.tsx";

const viewer = { fields: [], staff: { id: "stf_1" }, preview: null };
vi.mock("../../app/viewer.tsx", () => ({ useViewer: () => ({ viewer, can: () => true }) }));
vi.mock("@tanstack/react-router", () => ({
  useParams: () => ({ id: "rol_1" }),
  useSearch: () => ({ from: "rol_1" }),
  useRouter: () => ({ navigate: () => undefined }),
  useBlocker: () => ({ status: "idle" }),
  Link: ({ children }: { children: unknown }) => children,
}));
const beginAnew = vi.hoisted(() => vi.fn());
vi.mock("./preview.ts", () => ({ beginAnew }));
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
