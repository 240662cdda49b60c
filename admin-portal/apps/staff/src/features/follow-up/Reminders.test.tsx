import { act, fireEvent, screen } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { showPortal } from "../common/testPortal.tsx";

const held = vi.hoisted(() => ({ shown: [] as unknown[] }));
vi.mock("../../app/viewer.tsx", () => ({ useViewer: () => ({ viewer: { staff: { id: "stf_1" } } }) }));
vi.mock("../../app/live.tsx", () => ({ useLiveState: () => "live" }));
vi.mock("@tanstack/react-router", () => ({ useRouter: () => ({ navigate: (to: unknown) => held.shown.push(to) }) }));
const { default: Reminders } = await import("./Reminders.tsx");

beforeEach(() => sessionStorage.clear());

it("tells of a call-back when its time comes, and goes on from there in the same tab", async () => {
  const dueAt = "2026-11-28T15:00:00Z";
  const { push, subscriptions } = showPortal(<Reminders />, {});
  push("TaskDue", {
    taskDue: { taskId: "tsk_1", clientId: "cli_1", clientName: "Olga Novak", kind: "CALL_BACK", dueAt },
  });
  expect(await screen.findByText("Call Olga Novak")).toBeInTheDocument();
  expect(sessionStorage.getItem("bd-reminded-stf_1")).toBe(dueAt);
  fireEvent.click(screen.getByRole("button", { name: "Open" }));
  expect(held.shown).toEqual([{ to: "/queue", search: { id: "cli_1", task: "tsk_1" } }]);
  showPortal(<Reminders />, {});
  expect(subscriptions).toHaveLength(1);
});

it("tells of each that falls due at the same time", async () => {
  const { push } = showPortal(<Reminders />, {});
  const due = (id: string, clientName: string) => ({
    taskDue: {
      taskId: `tsk_${id}`,
      clientId: `cli_${id}`,
      clientName,
      kind: "CALL_BACK",
      dueAt: "2026-11-28T09:00:00Z",
    },
  });
  act(() => {
    push("TaskDue", due("2", "Petr Malik"));
    push("TaskDue", due("3", "Vera Lind"));
  });
  expect(await screen.findByText("Call Petr Malik")).toBeInTheDocument();
  expect(await screen.findByText("Call Vera Lind")).toBeInTheDocument();
});
