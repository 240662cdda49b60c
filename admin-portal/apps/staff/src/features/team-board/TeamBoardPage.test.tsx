import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { act } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { press, read, savedMeanwhile, showPortal } from "../common/testPortal.tsx";
import type { Cover } from "./documents.ts";
import { spanOf } from "./span.ts";

const held = vi.hoisted(() => ({ permissions: [] as string[], reaches: {} as Record<string, string> }));
vi.mock("../../app/viewer.tsx", () => ({
  useViewer: () => ({
    viewer: { staff: { id: "stf_me" }, preferences: { timeZone: "UTC" }, broker: { timeZone: "UTC" } },
    can: (permission: string) => held.permissions.includes(permission),
    reach: (permission: string) => held.reaches[permission],
  }),
}));

const news = vi.hoisted(() => ({ told: [] as (() => void)[] }));
vi.mock("../../app/live.tsx", () => ({
  useClientChanges: (listener: () => void) => void news.told.push(listener),
  useMissedNews: () => undefined,
}));
vi.mock("@tanstack/react-router", () => ({
  Link: ({ to, search, children, ...rest }: { to: string; search: unknown; children: React.ReactNode }) => (
    <a href={`${to}?${JSON.stringify(search)}`} {...rest}>
      {children}
    </a>
  ),
}));

const { TeamBoardPage } = await import("./TeamBoardPage.tsx");
const { default: CoverBanner } = await import("./CoverBanner.tsx");

const hour = 3_600_000;
const at = (hours: number) => new Date(Date.now() + hours * hour).toISOString();
const person = (id: string, name: string) => ({ __typename: "StaffRef" as const, id, name });
const cover: Cover = {
  __typename: "Cover",
  id: "cov_1",
  version: 3,
  absent: person("stf_tom", "Tom Berg"),
  cover: person("stf_me", "Ana Ruiz"),
  from: at(-1),
  until: at(30),
  setBy: person("stf_lea", "Lea Sand"),
};
const people = {
  coverPeople: {
    absent: [cover.absent],
    covers: [cover.absent, cover.cover],
  },
};
const none = { version: 0, contactsADay: null, firstDepositsAMonth: null };
const board = {
  teamBoard: [
    {
      staff: { id: "stf_ana", name: "Ana Ruiz" },
      team: "Madrid",
      contacts: 14,
      conversions: 2,
      overdue: 3,
      target: none,
    },
    {
      staff: { id: "stf_tom", name: "Tom Berg" },
      team: "Lisbon",
      contacts: 0,
      conversions: 0,
      overdue: 0,
      target: { ...none, version: 2, contactsADay: 40, firstDepositsAMonth: 5 },
    },
  ],
};

describe("the team board", () => {
  beforeEach(() => {
    held.permissions = ["figure.view", "client.view", "balance.view", "staff.cover"];
    held.reaches = { "client.view": "TEAM", "staff.cover": "TEAM" };
    localStorage.clear();
  });

  it("shows who did what, without money for who may not see it", () => {
    // on a Monday this week is today
    vi.useFakeTimers({ now: Date.parse("2026-11-26T12:00:00Z"), toFake: ["Date"] });
    const { queries } = showPortal(<TeamBoardPage />, { TeamBoard: board, CoverList: { covers: [] } });
    const table = within(screen.getByRole("table"));
    expect(table.getByRole("row", { name: /^Ana Ruiz Madrid 14 First deposits of Ana Ruiz: 2 3/ })).toBeInTheDocument();
    fireEvent.click(screen.getByRole("radio", { name: "This week" }));
    expect(queries.filter(({ name }) => name === "TeamBoard").length).toBeGreaterThan(1);
    vi.useRealTimers();
    held.permissions = ["figure.view", "client.view"];
    showPortal(<TeamBoardPage />, { TeamBoard: board });
    expect(screen.getByRole("row", { name: "Ana Ruiz Madrid 14 3" })).toBeInTheDocument();
  });

  it("reads again when a client changes, once for a burst of news", async () => {
    vi.useFakeTimers();
    news.told = [];
    const { queries } = showPortal(<TeamBoardPage />, { TeamBoard: board, CoverList: { covers: [] } });
    const reads = () => queries.filter(({ name }) => name === "TeamBoard").length;
    const before = reads();
    for (let at = 0; at < 5; at++) news.told.at(-1)?.();
    expect(reads()).toBe(before);
    await act(() => vi.advanceTimersByTimeAsync(1_000));
    expect(reads()).toBe(before + 1);
    vi.useRealTimers();
  });

  it("opens what is overdue of one colleague, for who works in the queue", () => {
    held.permissions = [...held.permissions, "task.manage", "audit.view"];
    showPortal(<TeamBoardPage />, { TeamBoard: board, CoverList: { covers: [] } });
    const href = decodeURIComponent(
      screen.getByRole("link", { name: "Overdue of Ana Ruiz: 3" }).getAttribute("href") ?? "",
    );
    expect(href).toBe('/queue?{"whose":"EVERYBODY","only":"overdue","of":"stf_ana"}');
    expect(screen.queryByRole("link", { name: /Overdue of Tom Berg/ })).toBeNull();
    const contacts = screen.getByRole("link", { name: "Contacts of Ana Ruiz: 14" }).getAttribute("href");
    expect(decodeURIComponent(contacts ?? "")).toContain('"action":"client.outcome_recorded","actor":"stf_ana"');
    const first = screen.getByRole("link", { name: "First deposits of Ana Ruiz: 2" }).getAttribute("href") ?? "";
    const today = new Date().toISOString().slice(0, 10);
    expect(JSON.parse(decodeURIComponent(first.split("?")[1] ?? ""))).toEqual({
      tab: "history",
      flow: "first",
      owner: "stf_ana",
      from: today,
      to: today,
    });
  });

  it("covers a colleague in two clicks: by oneself until tomorrow is over, by whom one chose last the next time", async () => {
    const uma = person("stf_uma", "Uma Stone");
    const { mutations } = showPortal(<TeamBoardPage />, {
      TeamBoard: board,
      CoverList: { covers: [] },
      CoverPeople: { coverPeople: { absent: [cover.absent], covers: [cover.absent, cover.cover, uma] } },
      SetCover: { setCover: { cover, errors: [] } },
    });
    press("Cover Tom Berg");
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByRole("combobox", { name: "Who is absent" })).toHaveValue("Tom Berg");
    expect(dialog.getByRole("combobox", { name: "Who covers" })).toHaveValue("Ana Ruiz");
    fireEvent.click(dialog.getByRole("button", { name: "Set cover" }));
    await waitFor(() => expect(mutations).toHaveLength(1));
    const until = `${new Date(Date.now() + 48 * hour).toISOString().slice(0, 10)}T00:00:00.000Z`;
    expect(mutations[0]?.variables).toEqual({ input: { absentId: "stf_tom", coverId: "stf_me", until } });
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());

    press("Cover Tom Berg");
    const second = within(await screen.findByRole("dialog"));
    fireEvent.click(second.getByRole("combobox", { name: "Who covers" }));
    fireEvent.click(await screen.findByRole("option", { name: "Uma Stone" }));
    fireEvent.click(second.getByRole("button", { name: "Set cover" }));
    await waitFor(() => expect(mutations).toHaveLength(2));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    press("Cover Tom Berg");
    const third = within(await screen.findByRole("dialog"));
    expect(third.getByRole("combobox", { name: "Who covers" })).toHaveValue("Uma Stone");
  });

  it("suggests nobody who is absent, is away, or would not reach the clients", async () => {
    const answers = { TeamBoard: board, CoverPeople: people };
    const whoCovers = async (covers: Cover[], absent = "Tom Berg") => {
      const { unmount } = showPortal(<TeamBoardPage />, { ...answers, CoverList: { covers } });
      press(`Cover ${absent}`);
      const dialog = within(await screen.findByRole("dialog"));
      const { value } = dialog.getByRole<HTMLInputElement>("combobox", { name: "Who covers" });
      unmount();
      return value;
    };
    localStorage.setItem("brokerdesk-northwind-cover-stf_me", '"stf_tom"');
    expect(await whoCovers([])).toBe("Ana Ruiz");
    localStorage.setItem("brokerdesk-northwind-cover-stf_me", '"stf_gone"');
    expect(await whoCovers([])).toBe("Ana Ruiz");
    expect(await whoCovers([{ ...cover, absent: cover.cover, cover: cover.absent }])).toBe("");
    held.reaches = { "client.view": "TEAM", "staff.cover": "ALL" };
    expect(await whoCovers([])).toBe("");
  });

  it("begins a week on the day that the reader has chosen", () => {
    const sunday = Date.parse("2026-11-29T12:00:00Z");
    expect(spanOf("week", sunday, "UTC", "monday")).toEqual({
      from: "2026-11-23T00:00:00.000Z",
      before: "2026-11-30T00:00:00.000Z",
      workingDays: 5,
    });
    const weekFrom = (start: string) => spanOf("week", sunday, "UTC", start).from.slice(0, 10);
    expect(["saturday", "sunday", "monday"].map(weekFrom)).toEqual(["2026-11-28", "2026-11-29", "2026-11-23"]);
    expect(spanOf("week", sunday, "UTC", "sunday").workingDays).toBe(0);
    expect(spanOf("month", sunday, "UTC", "monday")).toEqual({
      from: "2026-11-01T00:00:00.000Z",
      before: "2026-11-30T00:00:00.000Z",
      workingDays: 20,
    });
    expect(spanOf("today", sunday, "UTC", "monday").workingDays).toBe(0);
    expect(spanOf("today", sunday, "UTC", "monday").from).toBe("2026-11-29T00:00:00.000Z");
  });

  it("shows what was done of what is expected, and sets it", async () => {
    held.permissions = [...held.permissions, "staff.target"];
    const kept = { setTarget: { target: { ...none, version: 3, firstDepositsAMonth: 5 }, errors: [] } };
    const { mutations } = showPortal(<TeamBoardPage />, {
      TeamBoard: board,
      CoverList: { covers: [] },
      SetTarget: kept,
    });
    fireEvent.click(screen.getByRole("radio", { name: "This month" }));
    expect(
      screen.getByRole("row", { name: /^Ana Ruiz Madrid 14 First deposits of Ana Ruiz: 2 3/ }),
    ).toBeInTheDocument();
    expect(screen.getByRole("row", { name: /^Tom Berg Lisbon 0 of .* 0 of 5 0/ })).toBeInTheDocument();
    press("Target of Tom Berg");
    const dialog = within(await screen.findByRole("dialog"));
    fireEvent.change(dialog.getByLabelText("Contacts on a working day"), { target: { value: "" } });
    fireEvent.click(dialog.getByRole("button", { name: "Set target" }));
    await waitFor(() => expect(mutations).toHaveLength(1));
    expect(mutations[0]?.variables).toEqual({
      input: { staffId: "stf_tom", version: 2, contactsADay: null, firstDepositsAMonth: 5 },
    });
  });

  it("merges a target that a colleague set meanwhile, and asks where both set the same figure", async () => {
    held.permissions = [...held.permissions, "staff.target"];
    const [ana, tom] = board.teamBoard;
    const theirs = { version: 3, contactsADay: 50, firstDepositsAMonth: 8 };
    const shown = read(board);
    const { mutations } = showPortal(<TeamBoardPage />, {
      TeamBoard: shown.answer,
      CoverList: { covers: [] },
      SetTarget: savedMeanwhile("setTarget", 3, { target: theirs }),
    });
    press("Target of Tom Berg");
    const dialog = within(await screen.findByRole("dialog"));
    fireEvent.change(dialog.getByLabelText("Contacts on a working day"), { target: { value: "30" } });
    shown.becomes({ teamBoard: [ana, { ...tom, target: theirs }] as typeof board.teamBoard });
    fireEvent.click(dialog.getByRole("button", { name: "Set target" }));
    const asked = await screen.findByRole("dialog", { name: "A colleague changed this too" });
    expect(asked).toHaveTextContent(/Contacts on a working day\s*Mine\s*30\s*Theirs\s*50\s*Original: 40/);
    press("Save");
    await waitFor(() => expect(mutations).toHaveLength(2));
    expect(mutations[1]?.variables).toEqual({
      input: { staffId: "stf_tom", version: 3, contactsADay: 30, firstDepositsAMonth: 8 },
    });
  });

  it("sets a cover by its days; from today on is from now on", async () => {
    const { mutations } = showPortal(<TeamBoardPage />, {
      TeamBoard: board,
      CoverList: { covers: [] },
      CoverPeople: people,
      SetCover: { setCover: { cover, errors: [] } },
    });
    press("Cover somebody");
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByRole("button", { name: "Set cover" })).toBeDisabled();
    fireEvent.click(dialog.getByRole("combobox", { name: "Who is absent" }));
    fireEvent.click(await screen.findByRole("option", { name: "Tom Berg" }));
    fireEvent.click(dialog.getByRole("combobox", { name: "Who covers" }));
    fireEvent.click(await screen.findByRole("option", { name: "Ana Ruiz" }));
    fireEvent.change(dialog.getByLabelText("Last day, included"), { target: { value: "2099-01-05" } });
    fireEvent.click(dialog.getByRole("button", { name: "Set cover" }));
    await waitFor(() => expect(mutations).toHaveLength(1));
    expect(mutations[0]?.variables).toEqual({
      input: { absentId: "stf_tom", coverId: "stf_me", until: "2099-01-06T00:00:00.000Z" },
    });
  });

  it("ends a cover at the version that was read", async () => {
    const { mutations } = showPortal(<TeamBoardPage />, {
      TeamBoard: board,
      CoverList: { covers: [cover] },
      EndCover: { endCover: { endedId: "cov_1", errors: [] } },
    });
    expect(screen.getByRole("row", { name: /Tom Berg Ana Ruiz now/ })).toBeInTheDocument();
    press("End the cover of Tom Berg");
    await waitFor(() => expect(mutations).toHaveLength(1));
    expect(mutations[0]?.variables).toEqual({ input: { id: "cov_1", version: 3 } });
  });

  it("is closed to people without any of its rights", () => {
    held.permissions = ["client.view"];
    const { queries } = showPortal(<TeamBoardPage />, {});
    expect(screen.getByText("This page is not part of your role")).toBeInTheDocument();
    expect(queries).toEqual([]);
  });
});

describe("the banner of a cover", () => {
  it("says it to both, and is gone when it is over", () => {
    const theirs: Cover = { ...cover, id: "cov_2", absent: cover.cover, cover: cover.absent };
    const over: Cover = { ...cover, id: "cov_3", absent: person("stf_x", "Max Long"), until: at(-0.1) };
    showPortal(<CoverBanner />, { MyCovers: { myCovers: [cover, theirs, over] } });
    const banner = screen.getByRole("status");
    expect(banner).toHaveTextContent(/You cover Tom Berg until/);
    expect(banner).toHaveTextContent(/Tom Berg covers you until/);
    expect(banner).not.toHaveTextContent("Max Long");
  });
});
