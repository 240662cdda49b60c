import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { press, showPortal } from "../common/testPortal.tsx";
import type { WatchAlert, WatchRule } from "./documents.ts";

const held = vi.hoisted(() => ({ permissions: ["audit.watch", "audit.view"] }));
vi.mock("../../app/viewer.tsx", () => ({
  useViewer: () => ({
    can: (permission: string) => held.permissions.includes(permission),
    viewer: { staff: { id: "stf_me" }, broker: { timeZone: "Europe/Madrid" }, preferences: {} },
  }),
}));
vi.mock("@tanstack/react-router", async (original) => ({
  ...(await original<typeof import("@tanstack/react-router")>()),
  Link: ({ children, ...rest }: { children: React.ReactNode; "aria-label"?: string }) => (
    <a href="/audit" aria-label={rest["aria-label"]}>
      {children}
    </a>
  ),
}));

const { WatchPage } = await import("./WatchPage.tsx");

const alert = (id: string, staff: { id: string; name: string }): WatchAlert => ({
  __typename: "WatchAlert",
  id,
  kind: "PROFILES_OPENED",
  staff: { __typename: "StaffRef", ...staff },
  most: 60,
  minutes: 60,
  count: 84,
  firstAt: "2026-11-28T10:00:00Z",
  lastAt: "2026-11-28T10:40:00Z",
  raisedAt: "2026-11-28T10:41:00Z",
  closedAt: null,
  closedBy: null,
  action: "client.opened",
});
const rule = (kind: WatchRule["kind"]): WatchRule => ({
  __typename: "WatchRule",
  kind,
  version: 0,
  enabled: true,
  most: 0,
  minutes: 60,
  nightFrom: 22,
  nightTo: 6,
});
const show = () =>
  showPortal(<WatchPage />, {
    WatchAlerts: {
      watchAlerts: {
        edges: [
          alert("wal_1", { id: "stf_1", name: "Ana Ruiz" }),
          alert("wal_2", { id: "stf_me", name: "Mara Lind" }),
        ].map((node) => ({ node })),
        pageInfo: { hasNextPage: false, endCursor: null },
      },
    },
    WatchRules: { watchRules: [rule("PROFILES_OPENED"), rule("FILES_AT_NIGHT")] },
    CloseWatchAlert: { closeWatchAlert: { alert: null, errors: [] } },
    ChangeWatchRule: { changeWatchRule: { rule: null, errors: [] } },
  });

describe("alerts of unusual reading", () => {
  it("says who read how much of what is usual; one's own is closed by somebody else", async () => {
    const { mutations } = show();
    const own = screen.getByRole("row", { name: /Mara Lind/ });
    expect(within(own).queryByRole("button")).toBeNull();
    expect(own).toHaveTextContent("About you");
    expect(screen.getByRole("row", { name: /Ana Ruiz/ })).toHaveTextContent(/84 in 60 min, up to 60 are usual/);
    press("Close the alert of Ana Ruiz");
    const reason = await screen.findByLabelText("Reason");
    const { fireEvent } = await import("@testing-library/react");
    fireEvent.change(reason, { target: { value: "Prepared the fair of Friday" } });
    press("Close alert");
    await waitFor(() =>
      expect(mutations).toEqual([
        { name: "CloseWatchAlert", variables: { input: { id: "wal_1", reason: "Prepared the fair of Friday" } } },
      ]),
    );
  });

  it("changes a threshold at the version that was read", async () => {
    const { mutations } = show();
    expect(screen.getByRole("row", { name: /Files taken at night/ })).toHaveTextContent(/from 22:00 to 06:00/);
    press("Change the threshold: Files taken at night");
    await screen.findByLabelText("Within, minutes");
    press("Save");
    const { kind, version, enabled, most, minutes, nightFrom, nightTo } = rule("FILES_AT_NIGHT");
    const input = { kind, version, enabled, most, minutes, nightFrom, nightTo };
    await waitFor(() => expect(mutations).toEqual([{ name: "ChangeWatchRule", variables: { input } }]));
  });
});
