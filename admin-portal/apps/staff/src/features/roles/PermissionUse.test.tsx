import { fireEvent, screen, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { showPortal } from "../common/testPortal.tsx";
import type { Role } from "./documents.ts";

vi.mock("@tanstack/react-router", async (original) => ({
  ...(await original<typeof import("@tanstack/react-router")>()),
  Link: ({ children }: { children: React.ReactNode }) => <a href="/staff">{children}</a>,
}));

const { PermissionUse } = await import("./PermissionUse.tsx");

const line = (permission: string, holders: number, users: number, lastOn: string | null) => ({
  permission,
  sentence: `Sentence of ${permission}.`,
  holders,
  users,
  lastOn,
});
const roles = [{ id: "rol_1", name: "Agent" }] as unknown as readonly Role[];
const show = (since: string | null = "2026-11-01") =>
  showPortal(<PermissionUse roles={roles} />, {
    PermissionUse: {
      permissionUse: {
        since,
        from: "2026-09-01",
        lines: [
          line("client.view", 3, 3, "2026-11-29"),
          line("client.delete", 3, 1, null),
          line("team.manage", 0, 0, null),
        ],
      },
    },
    PermissionHolders: {
      permissionHolders: [
        { staff: { id: "stf_1", name: "Ana Ruiz" }, roles: ["Agent"], lastOn: null },
        { staff: { id: "stf_2", name: "Ben Ode" }, roles: ["Agent", "Desk"], lastOn: "2026-11-02" },
      ],
    },
  });
const row = (name: RegExp) => screen.getByRole("row", { name });

describe("how permissions are used", () => {
  it("says how many hold and use each, and when it was used last", () => {
    show();
    expect(row(/Clients: View/)).toHaveTextContent("29 Nov 2026");
    expect(row(/Clients: Archive/)).toHaveTextContent("Never");
    expect(within(row(/Teams: Manage/)).queryByRole("button")).toBeNull();
    expect(screen.getByText(/since 01 Nov 2026/)).toBeVisible();
  });

  it("shows who holds one, the longest unused first", () => {
    const { queries } = show();
    fireEvent.click(within(row(/Clients: Archive/)).getByRole("button", { name: /3 people hold/ }));
    const people = screen.getByRole("list", { name: "Who holds Clients: Archive" });
    const [first, second] = within(people).getAllByRole("listitem");
    expect(first).toHaveTextContent("Ana RuizAgentnever used");
    expect(second).toHaveTextContent("last used 02 Nov 2026");
    expect(queries.at(-1)).toEqual({
      name: "PermissionHolders",
      variables: { permission: "client.delete", roleId: null },
    });
  });

  it("narrows to what somebody holds without using it", () => {
    show();
    fireEvent.click(screen.getByRole("checkbox", { name: /without using/ }));
    expect(screen.queryByRole("row", { name: /Clients: View/ })).toBeNull();
    expect(row(/Clients: Archive/)).toBeVisible();
    expect(screen.queryByRole("row", { name: /Teams/ })).toBeNull();
  });

  it("says so while nothing was noted yet", () => {
    show(null);
    expect(screen.getByText(/Nothing was noted yet/)).toBeVisible();
  });
});
