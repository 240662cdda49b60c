import { fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { ClientDetail } from "../clients/documents.ts";
import { press, savedMeanwhile, showPortal } from "../common/testPortal.tsx";

vi.mock("../../app/viewer.tsx", () => ({
  useViewer: () => ({
    viewer: {
      staff: { id: "stf_me", name: "Vera" },
      preferences: { timeZone: "UTC" },
      broker: { timeZone: "UTC" },
    },
    can: () => true,
  }),
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

describe("a task that is moved", () => {
  const clock = (value: string) => fireEvent.change(screen.getByLabelText("When"), { target: { value } });
  const asked = () => screen.findByRole("dialog", { name: "Change the task" });

  it("to another time, person and text sends what was changed, and no more", async () => {
    const { mutations } = showPortal(<ClientTasks client={clientWith(task)} />, {
      ClientDetailById: { client: clientWith(task) },
      AssignableStaff: { assignableStaff: [{ id: "stf_2", name: "Tom" }] },
      ChangeTask: { changeTask: { task: { ...task, version: 4 }, errors: [] } },
    });
    press("Change: Ask for papers");
    await asked();
    expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();
    expect(screen.getByLabelText("When")).toHaveValue("2099-01-01T10:00");
    clock("2099-01-02T15:30");
    fireEvent.click(screen.getByRole("combobox", { name: "Who" }));
    fireEvent.click(await screen.findByRole("option", { name: "Tom" }));
    press("Save");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(mutations.map(({ variables }) => variables)).toEqual([
      { input: { id: "tsk_1", version: 3, dueAt: "2099-01-02T15:30:00.000Z", assigneeId: "stf_2" } },
    ]);
  });

  it("while a colleague moved it too asks whose time counts", async () => {
    const { mutations } = show({ dueAt: "2099-01-05T10:00:00Z", text: "Ask for the passport" });
    press("Change: Ask for papers");
    await asked();
    clock("2099-01-02T15:30");
    press("Save");
    const dialog = await screen.findByRole("dialog", { name: "A colleague changed this too" });
    expect(dialog).toHaveTextContent(/When\s*Mine.*2 Jan 2099.*Theirs.*5 Jan 2099/);
    press("Save");
    await waitFor(() => expect(mutations).toHaveLength(2));
    expect(mutations[1]?.variables).toEqual({ input: { id: "tsk_1", version: 4, dueAt: "2099-01-02T15:30:00.000Z" } });
  });

  it("that was ended meanwhile is not opened again by it", async () => {
    const { mutations } = show({ state: "DONE" });
    press("Change: Ask for papers");
    await asked();
    clock("2099-01-02T15:30");
    press("Save");
    await screen.findByText(/A colleague changed this meanwhile/);
    expect(mutations).toHaveLength(1);
  });

  it("whose text the reader is not shown keeps it", async () => {
    const unread = { ...task, text: null, hasText: true } as unknown as typeof task;
    showPortal(<ClientTasks client={clientWith(unread)} />, { AssignableStaff: { assignableStaff: [] } });
    press("Change: Task");
    await asked();
    expect(screen.queryByLabelText("What")).toBeNull();
  });
});
