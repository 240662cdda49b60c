import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { press, showPortal, type } from "../common/testPortal.tsx";

const status = (id: string, position: number) => ({
  id,
  name: id,
  type: "ONGOING",
  color: "#2f6fdb",
  position,
  anyNext: true,
  nextIds: [] as string[],
  retired: false,
});
const held = vi.hoisted(() => ({
  view: {} as { id?: string; only?: string; of?: string },
  reach: "OWN",
  shown: [] as unknown[],
  opened: {} as unknown,
}));
vi.mock("../../app/viewer.tsx", () => ({
  useViewer: () => ({
    viewer: {
      preferences: { timeZone: "UTC" },
      broker: { salesStatuses: [status("New", 1), status("No answer", 2)], retentionStatuses: [] },
    },
    can: () => true,
    reach: () => held.reach,
  }),
}));
vi.mock("@tanstack/react-router", () => ({
  useSearch: () => held.view,
  useNavigate:
    () =>
    ({ search }: { search: unknown }) => {
      held.shown.push(typeof search === "function" ? search(held.view) : search);
    },
}));
vi.mock("../clients/profile/ClientPanel.tsx", () => ({
  default: ({ id, onOpened }: { id: string; onOpened: (client: unknown) => void }) => (
    <p>
      profile {id}
      <button type="button" onClick={() => onOpened(held.opened)}>
        is open
      </button>
    </p>
  ),
}));
const { QueuePage } = await import("./QueuePage.tsx");

const client = (id: string, displayName: string, more = {}) => ({
  id,
  displayName,
  number: `C-${id}`,
  stage: "LEAD",
  doNotCall: false,
  createdAt: "2026-01-01T10:00:00Z",
  salesStatus: status("New", 1),
  retentionStatus: null,
  owner: { id: "stf_1", name: "Ana" },
  ...more,
});
const task = (id: string, dueAt: string, text: string | null) => ({
  id,
  version: 3,
  kind: "CALL_BACK",
  state: "OPEN",
  dueAt,
  text,
  hasText: true,
  assignee: { id: "stf_1", name: "Ana" },
});
const far = "2099-01-01T10:00:00Z";
const page = { hasNextPage: false, endCursor: null };

function show(view: { id?: string } = {}, olga = client("olga", "Olga Novak")) {
  held.view = view;
  held.shown = [];
  return showPortal(<QueuePage />, {
    TaskQueue: {
      taskQueue: {
        edges: [
          { cursor: "1", node: task("tsk_1", "2026-01-02T10:00:00Z", "Ask for papers"), client: olga },
          { cursor: "2", node: task("tsk_2", far, null), client: client("petr", "Petr Malik") },
        ],
        pageInfo: page,
      },
    },
    FreshLeads: { freshLeads: { edges: [{ cursor: "3", node: client("mara", "Mara Lind") }], pageInfo: page } },
    QueueCount: { queueCount: { overdue: 1, today: 0, later: 1, fresh: 1 } },
    RecordOutcome: { recordOutcome: { client: null, errors: [], undoToken: "und_1" } },
  });
}

describe("a person's day", () => {
  beforeEach(() => {
    held.reach = "OWN";
  });

  it("is overdue first, then fresh leads, then what comes later; a hidden text says so", () => {
    show();
    const names = screen.getAllByRole("heading", { level: 2 }).map((each) => each.textContent);
    expect(names).toEqual(["Overdue1", "New leads1", "Later1"]);
    expect(within(screen.getByRole("region", { name: "Overdue" })).getByText("Ask for papers")).toBeInTheDocument();
    expect(screen.getByText("Open the client to read what is to be done")).toBeInTheDocument();
    expect(screen.queryByRole("radio", { name: "Everybody's" })).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: /Mara Lind/ }));
    expect(held.shown).toEqual([{ id: "mara" }]);
  });

  it("keeps status, call-back and note of one typed line, ends the task and goes to the next client", async () => {
    const { mutations } = show({ id: "olga" });
    expect(screen.getByText("profile olga")).toBeInTheDocument();
    type(/^Outcome: status/, "no a, in 2 hours, left a message");
    expect(screen.getAllByText("No answer").length).toBeGreaterThan(0);
    fireEvent.submit(screen.getByRole("form", { name: "Outcome" }));
    await waitFor(() => expect(held.shown).toEqual([{ id: "mara" }]));
    expect(mutations[0]?.variables).toMatchObject({
      input: {
        clientId: "olga",
        salesStatusId: "No answer",
        note: "left a message",
        doneTaskId: "tsk_1",
        next: { kind: "CALL_BACK" },
      },
    });
    // the next client is on its way while the outcome is kept
    expect(mutations[1]?.variables).toEqual({ id: "mara" });
    expect(await screen.findByRole("button", { name: "Undo" })).toBeInTheDocument();
  });

  it("ends the calls by a word in the line, and plans a task then", async () => {
    const { mutations } = show({ id: "olga" });
    type(/^Outcome: status/, "tomorrow 10:00, send the letter");
    fireEvent.click(screen.getByRole("button", { name: "do not call" }));
    expect(screen.getByRole("textbox", { name: /^Outcome: status/ })).toHaveValue(
      "do not call, tomorrow 10:00, send the letter",
    );
    expect(screen.getByText("No calls any more")).toBeInTheDocument();
    fireEvent.submit(screen.getByRole("form", { name: "Outcome" }));
    await waitFor(() => expect(mutations).not.toHaveLength(0));
    expect(mutations[0]?.variables).toMatchObject({
      input: { doNotCall: true, note: "send the letter", next: { kind: "TASK" } },
    });
  });

  it("plans a task instead of a call for one who must not be called", async () => {
    const { mutations } = show({ id: "olga" }, client("olga", "Olga Novak", { doNotCall: true }));
    type(/^Outcome: status/, "tomorrow 10:00, send the letter");
    fireEvent.submit(screen.getByRole("form", { name: "Outcome" }));
    await waitFor(() => expect(mutations).not.toHaveLength(0));
    expect(mutations[0]?.variables).toMatchObject({ input: { note: "send the letter", next: { kind: "TASK" } } });
  });

  it("offers everybody's work to those whose reach goes beyond their own", () => {
    held.reach = "TEAM";
    show();
    expect(screen.getByRole("radio", { name: "Everybody's" })).toBeInTheDocument();
  });

  it("writes the outcome of a client that lies behind what the list has read, as after a reminder", async () => {
    const planned = [task("tsk_9", far, null), task("tsk_8", "2026-01-02T10:00:00Z", "Call")];
    held.opened = {
      ...client("vera", "Vera Lind"),
      actions: [{ action: "FOLLOW_UP", allowed: true, reason: null }],
      profile: { tasks: [{ ...task("tsk_7", "2026-01-01T10:00:00Z", "Old"), state: "DONE" }, ...planned] },
    };
    const { mutations } = show({ id: "vera" });
    expect(screen.queryByRole("form", { name: "Outcome" })).toBeNull();
    press("is open");
    type(/^Outcome: status/, "no a");
    fireEvent.submit(screen.getByRole("form", { name: "Outcome" }));
    await waitFor(() => expect(mutations).not.toHaveLength(0));
    expect(mutations[0]?.variables).toMatchObject({ input: { clientId: "vera", doneTaskId: "tsk_8" } });
  });

  it("offers no outcome of a client with whom the reader may not follow up", () => {
    const actions = [{ action: "FOLLOW_UP", allowed: false, reason: "Not yours" }];
    held.opened = { ...client("vera", "Vera Lind"), actions, profile: { tasks: [] } };
    show({ id: "vera" });
    press("is open");
    expect(screen.queryByRole("form", { name: "Outcome" })).toBeNull();
  });
});

describe("a long queue", () => {
  const many = (view: typeof held.view) => {
    held.view = view;
    const next = { hasNextPage: true, endCursor: "c" };
    const node = (n: number) => ({ cursor: `${n}`, node: client(`lead${n}`, `Lead ${n}`) });
    const due = (n: number) => ({
      node: task(`tsk_${n}`, "2026-01-02T10:00:00Z", null),
      client: client(`c${n}`, `Client ${n}`),
    });
    const upTo = (first: unknown) => Array.from({ length: Number(first) }, (_, n) => n);
    const tasks = ({ first }: Record<string, unknown>) => ({
      taskQueue: { edges: upTo(first).map((n) => ({ cursor: `${n}`, ...due(n) })), pageInfo: next },
    });
    const leads = ({ first }: Record<string, unknown>) => ({
      freshLeads: { edges: upTo(first).map(node), pageInfo: next },
    });
    const queueCount = { overdue: 1000, today: 0, later: 0, fresh: 1000 };
    return showPortal(<QueuePage />, { TaskQueue: tasks, FreshLeads: leads, QueueCount: { queueCount } });
  };
  const firsts = (queries: { name: string; variables: unknown }[], name: string) =>
    queries.filter((each) => each.name === name).map(({ variables }) => (variables as { first: number }).first);

  it("of new leads loads more leads, up to 200, and says that more wait", () => {
    const { queries } = many({ only: "fresh" });
    for (let page = 0; page < 3; page++) fireEvent.click(screen.getByText("Show more"));
    expect([...new Set(firsts(queries, "FreshLeads"))]).toEqual([50, 100, 150, 200]);
    expect([...new Set(firsts(queries, "TaskQueue"))]).toEqual([50]);
    expect(screen.getAllByText(/^Lead \d+$/)).toHaveLength(200);
    expect(screen.queryByText("Show more")).toBeNull();
    expect(screen.getByText(/^More wait than the 200 that are shown\./)).toBeVisible();
  });

  it("of what is overdue loads more tasks, and says where it ends", () => {
    const { queries } = many({ only: "overdue" });
    for (let page = 0; page < 3; page++) fireEvent.click(screen.getByText("Show more"));
    expect([...new Set(firsts(queries, "TaskQueue"))]).toEqual([50, 100, 150, 200]);
    expect([...new Set(firsts(queries, "FreshLeads"))]).toEqual([50]);
    expect(screen.getByText(/^More wait than the 200/)).toBeVisible();
  });

  it("of one colleague asks for what is given to that one only, and says so", () => {
    const { queries } = many({ only: "overdue", of: "stf_1" });
    expect(queries.find(({ name }) => name === "TaskQueue")?.variables).toMatchObject({ assigneeId: "stf_1" });
    press("Only what is given to Ana");
    expect(held.shown.at(-1)).toEqual({ only: "overdue", of: undefined });
  });
});
