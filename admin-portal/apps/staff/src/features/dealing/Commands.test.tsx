import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { type Answers, press, showPortal, type } from "../common/testPortal.tsx";
import type { PositionView } from "../positions/view.ts";
import type { TradeCommand } from "./documents.ts";
import { sampleCommand, sampleTicket } from "./sampleCommand.ts";

const held = vi.hoisted(() => ({ permissions: ["position.approve", "settings.manage"] }));
vi.mock("../../app/viewer.tsx", () => ({
  useViewer: () => ({ can: (permission: string) => held.permissions.includes(permission) }),
}));
vi.mock("@tanstack/react-router", () => ({
  Link: ({ children }: { children: React.ReactNode }) => <a href="/somewhere">{children}</a>,
}));

const { default: Commands } = await import("./Commands.tsx");
const { DealingRuleSection } = await import("./DealingRuleSection.tsx");

const waiting: TradeCommand = {
  ...sampleCommand,
  state: "REQUESTED",
  mine: false,
  approvable: true,
  filledPrice: null,
  slippage: null,
};

const preview = {
  checks: [
    { outcome: "GOOD", text: "The price is as shown." },
    { outcome: "MIND", text: "4 positions are open." },
  ],
  needsApproval: true,
  price: "1.08621",
  marginNeeded: "120.00",
  marginFreeAfter: null,
  result: null,
};

function show(commands: TradeCommand[], view: PositionView = {}, answers: Answers = {}) {
  const onChange = vi.fn();
  const asked = showPortal(<Commands view={view} onChange={onChange} />, {
    TradeCommandList: {
      tradeCommands: { edges: commands.map((node) => ({ cursor: node.id, node })), pageInfo: { hasNextPage: false } },
    },
    TradeTicket: { tradeTicket: sampleTicket },
    TradeCommandPreview: { tradeCommandPreview: preview },
    ...answers,
  });
  return { ...asked, onChange };
}

describe("trade commands", () => {
  it("are listed with what they did, and filtered by the address", () => {
    const { onChange, queries } = show([sampleCommand], {
      queue: "unknown",
      kind: "CLOSE",
      account: "tac_1",
      command: "trd_1",
    });
    expect(queries[0]?.variables).toMatchObject({
      filter: { commandId: "trd_1", accountId: "tac_1", kinds: ["CLOSE"], states: ["UNKNOWN", "SENDING"] },
    });
    const row = within(screen.getByRole("row", { name: /^Close/ }));
    expect(row.getByText(/Slippage 2 points, worse for the client/)).toBeInTheDocument();
    expect(row.getByText("0.10 → 0.05")).toBeInTheDocument();
    fireEvent.click(screen.getByRole("radio", { name: "Waiting" }));
    expect(onChange).toHaveBeenCalledWith({ queue: "waiting" });
  });

  it("what waits is approved by a second person beside the price now; the maker cannot (MON)", async () => {
    const own = {
      ...waiting,
      id: "trc_2",
      login: "500124",
      mine: true,
      approvable: false,
      notApprovableBecause: "Yours.",
    };
    const { mutations } = show(
      [waiting, own],
      {},
      { ApproveTrade: { approveTrade: { command: sampleCommand, errors: [] } } },
    );
    expect(screen.getByRole("button", { name: "Approve: Close, EURUSD, 500124" })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
    press("Approve: Close, EURUSD, 500123");
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByRole("group", { name: "Prices of EURUSD" })).toBeInTheDocument();
    expect(dialog.getByText(/Asked for by Tom Berg/)).toBeInTheDocument();
    const checks = within(dialog.getByRole("list", { name: "Checks" }));
    expect(checks.getByText("4 positions are open.")).toBeInTheDocument();
    expect(dialog.queryByText(/It then waits/)).toBeNull();
    fireEvent.click(dialog.getByRole("button", { name: "Approve and send" }));
    await screen.findByText("Done");
    expect(mutations).toEqual([{ name: "ApproveTrade", variables: { input: { id: "trc_1", version: 3 } } }]);
  });

  it("is declined with a reason, or taken back by who asked", async () => {
    const own = { ...waiting, id: "trc_2", login: "500124", mine: true };
    const { mutations } = show(
      [waiting, own],
      {},
      {
        DeclineTrade: { declineTrade: { command: waiting, errors: [] } },
        CancelTrade: { cancelTrade: { command: own, errors: [] } },
      },
    );
    press("Decline: Close, EURUSD, 500123");
    await screen.findByRole("dialog");
    type("Reason", "Too near to the news");
    press("Decline");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    press("Take back: Close, EURUSD, 500124");
    fireEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Take back" }));
    await waitFor(() => expect(mutations).toHaveLength(2));
    expect(mutations.map(({ variables }) => variables)).toEqual([
      { input: { id: "trc_1", version: 3, reason: "Too near to the news" } },
      { input: { id: "trc_2", version: 3 } },
    ]);
  });

  it("are read again when the server tells of one of theirs, and not of another account's", async () => {
    const { push, queries } = show([sampleCommand], { account: "tac_1" });
    const asked = () => queries.filter(({ name }) => name === "TradeCommandList").length;
    const before = asked();
    const news = { missed: false, commandId: "trc_9", clientId: "cli_1", version: 2 };
    push("TradeCommandChanged", { tradeCommandChanged: { ...news, accountId: "tac_2" } });
    push("TradeCommandChanged", { tradeCommandChanged: { ...news, accountId: "tac_1" } });
    push("TradeCommandChanged", { tradeCommandChanged: { ...news, accountId: "tac_1", version: 3 } });
    await waitFor(() => expect(asked()).toBe(before + 1));
    await new Promise((done) => setTimeout(done, 400));
    expect(asked()).toBe(before + 1);
  });

  it("an unknown one is found out, and never sent again", async () => {
    const lost: TradeCommand = { ...sampleCommand, state: "UNKNOWN" };
    const { mutations } = show(
      [lost],
      {},
      { FindOutTrade: { findOutTrade: { command: { ...lost, state: "NOT_APPLIED" }, errors: [] } } },
    );
    press("Find out: Close, EURUSD, 500123");
    await screen.findByText("Never done");
    expect(mutations).toEqual([{ name: "FindOutTrade", variables: { id: "trc_1" } }]);
  });

  it("is found out by those only who may do it or agree to it", () => {
    held.permissions = ["position.view", "position.open"];
    try {
      const { mutations } = show([{ ...sampleCommand, state: "UNKNOWN" }]);
      const button = screen.getByRole("button", { name: "Find out: Close, EURUSD, 500123" });
      expect(button).toHaveAttribute("aria-disabled", "true");
      fireEvent.click(button);
      expect(mutations).toEqual([]);
    } finally {
      held.permissions = ["position.approve", "settings.manage"];
    }
  });

  it("says what an empty queue means", () => {
    show([], { queue: "waiting" });
    expect(screen.getByText("Nothing waits for approval")).toBeInTheDocument();
  });
});

describe("the dealing rule", () => {
  const rule = { aloneUpToLots: "5", maxSlippage: 20, reasonRequired: true, stepUp: false, version: 4 };

  it("is shown to all, and set by who may", async () => {
    const { mutations } = showPortal(<DealingRuleSection />, {
      DealingRule: { dealingRule: rule },
      SetDealingRule: { setDealingRule: { rule, errors: [] } },
    });
    expect(screen.getByRole("row", { name: "Alone, up to 5 lots" })).toBeInTheDocument();
    press("Edit the dealing rule");
    await screen.findByRole("dialog");
    type("Alone, up to so many lots", "2.5");
    type("Most points that the price may move against the client", "x");
    expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();
    type("Most points that the price may move against the client", "15");
    fireEvent.click(screen.getByLabelText("Ask a fresh code before each command"));
    press("Save");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    const input = { aloneUpTo: "2.5", maxSlippage: 15, stepUp: true, version: 4 };
    expect(mutations[0]?.variables).toEqual({ input });
  });

  it("is locked for the others", () => {
    held.permissions = [];
    showPortal(<DealingRuleSection />, { DealingRule: { dealingRule: rule } });
    expect(screen.getByRole("button", { name: "Edit the dealing rule" })).toHaveAttribute("aria-disabled", "true");
  });
});
