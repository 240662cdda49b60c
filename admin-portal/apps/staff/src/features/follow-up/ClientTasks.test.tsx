import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { ClientDetail } from "../clients/documents.ts";
import { press, savedMeanwhile, showPortal } from "../common/testPortal.tsx";

vi.mock("../../app/viewer.tsx", () => ({
  useViewer: () => ({ viewer: { preferences: { timeZone: "UTC" }, broker: { timeZone: "UTC" } }, can: () => true }),
}));
const { ClientTasks } = await import("./ClientTasks.tsx");

const task = {
  id: "tsk_1",
  version: 3,
  kind: "TASK",
  state: "OPEN",
  dueAt: "2099-01-01T10:00:00Z",
  text: "Ask for papers",
  assignee: { id: "stf_1", name: "Ana" },
};
const clientWith = (one: typeof task) =>
  ({
    id: "cli_1",
    doNotCall: false,
    actions: [{ action: "FOLLOW_UP", allowed: true, reason: null }],
    profile: { tasks: [one] },
  }) as unknown as ClientDetail;

function show(change: Partial<typeof task>) {
  return showPortal(<ClientTasks client={clientWith(task)} />, {
    ClientDetailById: { client: clientWith({ ...task, version: 4, ...change }) },
    ChangeTask: savedMeanwhile("changeTask", 4),
  });
}

describe("a task that a colleague changed meanwhile", () => {
  it("is said to be done where it is", async () => {
    const { mutations } = show({ state: "DONE" });
    press("Done: Ask for papers");
    await screen.findByText("A colleague has done it already.");
    expect(mutations).toHaveLength(1);
  });

  it("is said to be open for somebody else, and stays", async () => {
    const { mutations } = show({ assignee: { id: "stf_2", name: "Tom" } });
    press("Cancel: Ask for papers");
    await screen.findByText(/it is for Tom, due .*2099.* It is still open\./);
    expect(screen.getByRole("button", { name: "Done: Ask for papers" })).toBeVisible();
    await waitFor(() => expect(mutations).toHaveLength(1));
  });
});
