import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { press, read, savedMeanwhile, showPortal, type } from "../common/testPortal.tsx";

vi.mock("../../app/viewer.tsx", () => ({ useViewer: () => ({ viewer: { fields: [] }, can: () => true }) }));
vi.mock("@tanstack/react-router", () => ({
  useParams: () => ({ id: "rol_1" }),
  useRouter: () => ({ navigate: () => undefined }),
  useBlocker: () => ({ status: "idle" }),
  Link: ({ children }: { children: unknown }) => children,
}));
const beginAnew = vi.hoisted(() => vi.fn());
vi.mock("./preview.ts", () => ({ beginAnew }));
const { RolePage } = await import("./RolePage.tsx");

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
  const button = () => screen.getByRole("button", { name });

  it("begins only where everything is saved, and says why not", async () => {
    const { mutations } = showPortal(<RolePage />, {
      Roles: { roles: [role], permissionCatalogue },
      StartPreview: { startPreview: { errors: [] } },
    });
    expect(button()).not.toHaveAttribute("aria-disabled");
    type("Description", "Calls again");
    expect(button()).toHaveAttribute("aria-disabled", "true");
    fireEvent.mouseEnter(button());
    expect(await screen.findByText("Save the role first: the preview shows what is saved.")).toBeInTheDocument();
    press(name);
    expect(mutations).toEqual([]);
    press("Discard changes");
    expect(button()).not.toHaveAttribute("aria-disabled");
    press(name);
    await waitFor(() => expect(beginAnew).toHaveBeenCalledWith("/"));
    expect(mutations).toEqual([{ name: "StartPreview", variables: { id: "rol_1" } }]);
  });
});
