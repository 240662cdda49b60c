import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { type Answers, pickAction, press, showPortal, type } from "../common/testPortal.tsx";
import type { TradingServer } from "./documents.ts";
import { sampleServer } from "./sampleServer.ts";

const held = vi.hoisted(() => ({ permissions: ["trading_server.manage"] }));
vi.mock("../../app/viewer.tsx", () => ({
  useViewer: () => ({
    viewer: { broker: { slug: "atlas" } },
    can: (permission: string) => held.permissions.includes(permission),
  }),
}));

const { TradingServersPage } = await import("./TradingServersPage.tsx");

const live = { ...sampleServer, lastAnswerAt: new Date(Date.now() - 5000).toISOString() };
const failing: TradingServer = {
  ...live,
  id: "tsr_2",
  kind: "MT4",
  environment: "DEMO",
  name: "Demo 4",
  state: "FAILING",
  lastError: "the trading server cannot be reached: refused",
  failures: 4,
  lastAnswerAt: new Date(Date.now() - 3_600_000).toISOString(),
  clockDriftSeconds: -4,
};
const archived: TradingServer = { ...live, id: "tsr_3", name: "Old one", archived: true, state: "ARCHIVED" };

function show(servers: TradingServer[], answers: Answers = {}) {
  const { queries, mutations } = showPortal(<TradingServersPage />, {
    TradingServerList: { tradingServers: servers },
    AccountProductList: { accountProducts: [] },
    ...answers,
  });
  return { sent: mutations, reads: () => queries.filter(({ name }) => name === "TradingServerList").length };
}

const good = {
  good: true,
  problems: [],
  signedIn: true,
  latencyMs: 31,
  clockOffsetSeconds: 10_800,
  clockDriftSeconds: 0,
  groups: 42,
  symbols: 1318,
  missingRights: [],
  unknownRights: ["dealer (trade requests)"],
};

describe("the page of trading servers", () => {
  it("shows how each one is, in words, and leaves archived ones out until they are asked for", () => {
    show([live, failing, archived]);
    const fine = within(screen.getByRole("row", { name: /^Live 1/ }));
    for (const text of ["MT5", "Live", "mt5.atlas.example:443", "Answering", "38 ms", "UTC+02:00"])
      expect(fine.getByText(text)).toBeInTheDocument();
    expect(fine.queryByText("old")).toBeNull();
    const bad = within(screen.getByRole("row", { name: /^Demo 4/ }));
    for (const text of ["MT4", "Demo", "Failing", "4 s slow", "old", "4 attempts in a row failed"])
      expect(bad.getByText(text)).toBeInTheDocument();
    expect(bad.getByText(/cannot be reached: refused/)).toBeInTheDocument();
    expect(screen.queryByText("Old one")).toBeNull();
    fireEvent.click(screen.getByLabelText("Show 1 archived server"));
    expect(screen.getByRole("row", { name: /^Old one/ })).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Test Old one" })).toBeNull();
  });

  it("shows how far behind each feed is, and how late the newest deal came", () => {
    const [deals, ...others] = sampleServer.lag?.feeds ?? [];
    if (!deals) throw new Error("no feed");
    const silent = { ...deals, state: "DOWN" as const, asOf: null, said: "access to deals is refused" };
    show([{ ...live, lag: { __typename: "ServerLag", dealDelayMs: 640, feeds: [silent, ...others] } }]);
    const row = within(screen.getByRole("row", { name: /^Live 1/ }));
    const feeds = within(row.getByRole("list", { name: "Lag by feed" })).getAllByRole("listitem");
    const words = [/^Deals–.*Not answering/, /^Positions\d+ sec/, /^Orders\d+ sec/, /^Accounts\d+ sec/];
    expect(feeds).toHaveLength(words.length);
    words.forEach((text, at) => void expect(feeds[at]).toHaveTextContent(text));
    expect(feeds[0]).toHaveAttribute("title", "access to deals is refused");
    expect(row.getByText(/newest deal seen after/)).toHaveTextContent("640 ms");
  });

  it("says what to do when there is none, with the operator's command", () => {
    show([]);
    expect(screen.getByText("No trading server is in use")).toBeInTheDocument();
    expect(screen.getByText("provisioning trading-host allow atlas mt5.example.com")).toBeInTheDocument();
  });

  it("is closed to people without the permission", () => {
    held.permissions = [];
    const { reads } = show([live]);
    held.permissions = ["trading_server.manage"];
    expect(screen.getByText("This page is not part of your role")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Add trading server" })).toBeNull();
    expect(reads()).toBe(0);
  });

  it("asks only what the chosen product needs, mends at the field, names the operator's command", async () => {
    const errors = [
      { code: "host_not_allowed", message: "This host is not on the list.", path: ["input", "host"] },
      { code: "invalid_login", message: "The login is a number.", path: ["input", "manager"] },
    ];
    const { sent } = show([live], { AddTradingServer: { addTradingServer: { tradingServer: null, errors } } });
    press("Add trading server");
    await screen.findByRole("dialog");
    expect(screen.queryByLabelText("Client id")).toBeNull();
    expect(screen.queryByLabelText("Platform")).toBeNull();
    expect(screen.getByRole("button", { name: "Add and test" })).toBeDisabled();
    type("Name", "Live 2");
    type("Host", "https://mt5.atlas.example:1443/");
    fireEvent.blur(screen.getByLabelText("Host"));
    expect(screen.getByLabelText("Port")).toHaveValue("1443");
    type("Manager login", "abc");
    type("API password", "secret");
    press("Add and test");
    await screen.findByText("This host is not on the list.");
    expect(screen.getByText("The login is a number.")).toBeInTheDocument();
    expect(screen.getByText("provisioning trading-host allow atlas mt5.atlas.example")).toBeInTheDocument();
    expect(sent[0]?.variables).toMatchObject({ input: { kind: "MT5", host: "mt5.atlas.example", port: 1443 } });
    fireEvent.click(screen.getByLabelText("MetaTrader 4"));
    expect(await screen.findByLabelText("Client id")).toHaveValue("abc");
    expect(screen.getByLabelText("Platform")).toBeInTheDocument();
    expect(screen.queryByText("The login is a number.")).toBeNull();
  });

  it("tests a new server at once and shows the report", async () => {
    const added = { ...live, id: "tsr_9", name: "Live 2", state: "UNTRIED" };
    const { sent } = show([live], {
      AddTradingServer: { addTradingServer: { tradingServer: added, errors: [] } },
      TestTradingServer: { testTradingServer: { test: good, tradingServer: added, errors: [] } },
    });
    press("Add trading server");
    await screen.findByRole("dialog");
    type("Name", "Live 2");
    type("Host", "mt5.atlas.example");
    type("Manager login", "1204");
    type("API password", "secret");
    press("Add and test");
    await screen.findByText("All is well");
    const report = within(screen.getByRole("dialog", { name: "Test of Live 2" }));
    for (const text of ["31 ms", "UTC+03:00", "42", "1,318", "dealer (trade requests)"])
      expect(report.getByText(text)).toBeInTheDocument();
    expect(sent.map(({ name }) => name)).toEqual(["AddTradingServer", "TestTradingServer"]);
    expect(sent[1]?.variables).toEqual({ id: "tsr_9" });
  });

  it("names each missing right once, and every other problem", async () => {
    const bad = {
      ...good,
      good: false,
      symbols: null,
      problems: ["The symbols cannot be read: busy.", "The manager's account lacks a right: access to deals."],
      missingRights: ["access to deals"],
    };
    show([live], { TestTradingServer: { testTradingServer: { test: bad, tradingServer: live, errors: [] } } });
    press("Test Live 1");
    await screen.findByText("It answers, but something is missing");
    expect(screen.getAllByText(/access to deals/)).toHaveLength(1);
    expect(screen.getByText("The symbols cannot be read: busy.")).toBeInTheDocument();
  });

  it("says why nothing was tried, and tries again", async () => {
    const errors = [{ code: "server_busy_elsewhere", message: "Another process commands it.", path: [] }];
    const { sent } = show([live], { TestTradingServer: { testTradingServer: { test: null, errors } } });
    press("Test Live 1");
    await screen.findByText("Another process commands it.");
    press("Test again");
    await waitFor(() => expect(sent).toHaveLength(2));
  });

  it("sends only what changed, and asks for the secret when it would go elsewhere", async () => {
    const { sent } = show([live], {
      EditTradingServer: { editTradingServer: { tradingServer: live, errors: [] } },
    });
    await pickAction("Live 1", "Edit");
    expect(screen.getByLabelText("API password")).toHaveValue("");
    expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();
    type("Host", "other.atlas.example");
    expect(screen.getByText(/type the secret again/)).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();
    type("API password", "again");
    press("Save");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    const input = { id: "tsr_1", version: 3, host: "other.atlas.example", secret: "again" };
    expect(sent[0]?.variables).toEqual({ input });
  });

  it("tells that a colleague was faster, and reads the list anew", async () => {
    const errors = [{ code: "conflict", message: "conflict", path: [] }];
    const { reads } = show([live], { EditTradingServer: { editTradingServer: { tradingServer: null, errors } } });
    await pickAction("Live 1", "Edit");
    const before = reads();
    type("Name", "Live one");
    press("Save");
    await screen.findByText(/A colleague changed this meanwhile/);
    expect(reads()).toBeGreaterThan(before);
  });

  it("archives after a confirmation that names the consequence, and restores", async () => {
    const { sent } = show([live, archived], {
      ArchiveTradingServer: { archiveTradingServer: { tradingServer: live, errors: [] } },
      RestoreTradingServer: { restoreTradingServer: { tradingServer: archived, errors: [] } },
    });
    const confirm = within(await pickAction("Live 1", "Archive"));
    expect(confirm.getByText(/Nothing more is asked of it/)).toBeInTheDocument();
    fireEvent.click(confirm.getByRole("button", { name: "Archive server" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    fireEvent.click(screen.getByLabelText("Show 1 archived server"));
    const back = within(await pickAction("Old one", "Restore"));
    fireEvent.click(back.getByRole("button", { name: "Restore server" }));
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent.map(({ name, variables }) => [name, variables])).toEqual([
      ["ArchiveTradingServer", { input: { id: "tsr_1", version: 3 } }],
      ["RestoreTradingServer", { input: { id: "tsr_3", version: 3 } }],
    ]);
  });

  it("who may set it says who sees trading passwords", async () => {
    held.permissions = ["trading_server.manage", "settings.manage"];
    try {
      const { sent } = show([live], {
        AccountPasswordRule: { accountPasswordRule: { onlyByLink: false, version: 0 } },
        SetAccountPasswordRule: { setAccountPasswordRule: { rule: { onlyByLink: true, version: 1 }, errors: [] } },
      });
      expect(screen.getByText(/Whoever may set one sees it once/)).toBeInTheDocument();
      press("Edit the rule of passwords");
      await screen.findByRole("dialog");
      fireEvent.click(screen.getByRole("radio", { name: "The client alone" }));
      press("Save");
      await screen.findByText("Saved");
      expect(sent.at(-1)?.variables).toEqual({ input: { onlyByLink: true, version: 0 } });
    } finally {
      held.permissions = ["trading_server.manage"];
    }
  });
});
