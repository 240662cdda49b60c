import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Answers, press, showPortal, type } from "../common/testPortal.tsx";
import type { BalanceOperation } from "./documents.ts";
import { sampleOperation } from "./sampleOperation.ts";
import type { BalanceView } from "./view.ts";

const held = vi.hoisted(() => ({ permissions: ["balance.view"], view: {}, shown: [] as unknown[] }));
vi.mock("../../app/viewer.tsx", () => ({
  useViewer: () => ({
    viewer: { preferences: { timeZone: "UTC" }, broker: { timeZone: "UTC" } },
    can: (permission: string) => held.permissions.includes(permission),
  }),
}));
vi.mock("@tanstack/react-router", () => ({
  useSearch: () => held.view,
  useNavigate:
    () =>
    ({ search }: { search: BalanceView | ((old: BalanceView) => BalanceView) }) => {
      held.shown.push(typeof search === "function" ? search(held.view) : search);
    },
  Link: ({ params, children }: { params: { id: string }; children: React.ReactNode }) => (
    <a href={`/clients/${params.id}`}>{children}</a>
  ),
}));

const { BalanceOperationsPage } = await import("./BalanceOperationsPage.tsx");

const why = "Checked against the bank statement";
const mine: BalanceOperation = {
  ...sampleOperation,
  id: "bop_2",
  login: "500124",
  mine: true,
  approvable: false,
  approveReason: "You asked for it yourself: somebody else must decide.",
};
const lost: BalanceOperation = { ...sampleOperation, id: "bop_3", state: "UNKNOWN", approvable: false };

/** Operations by the states that a filter asks for. */
const listOf = (operations: BalanceOperation[]) => (variables: Record<string, unknown>) => {
  const { states } = (variables.filter ?? {}) as { states?: string[] };
  const found = operations.filter(({ state }) => states === undefined || states.includes(state));
  return { balanceOperations: { edges: found.map((node) => ({ node })), pageInfo: { hasNextPage: false } } };
};

function show(operations: BalanceOperation[], view: BalanceView = {}, answers: Answers = {}) {
  held.view = view;
  return showPortal(<BalanceOperationsPage />, {
    BalanceOperationList: listOf(operations),
    BalanceTotals: { balanceTotals: [] },
    BalancePreview: { balancePreview: { needs: "APPROVAL", checks: [{ code: "x", outcome: "GOOD", text: "Fine." }] } },
    ...answers,
  });
}

describe("the page of balance operations", () => {
  beforeEach(() => {
    held.permissions = ["balance.view", "balance.approve", "settings.manage"];
    held.shown = [];
  });

  it("what waits is approved by a second person, after fresh checks; the maker cannot (MON)", async () => {
    const booked = { ...sampleOperation, state: "CONFIRMED" };
    const { mutations } = show(
      [sampleOperation, mine, lost],
      {},
      {
        ApproveBalanceOperation: { approveBalanceOperation: { operation: booked, errors: [] } },
      },
    );
    expect(screen.getByRole("tab", { name: "Waiting 2" })).toBeInTheDocument();
    expect(screen.getByRole("tab", { name: "Unknown 1" })).toBeInTheDocument();
    const own = screen.getByRole("button", { name: "Approve: Withdrawal, 500124" });
    expect(own).toHaveAttribute("aria-disabled", "true");
    fireEvent.click(own);
    expect(screen.queryByRole("dialog")).toBeNull();
    press("Approve: Withdrawal, 500123");
    const dialog = within(await screen.findByRole("dialog"));
    await dialog.findByText("Fine.");
    expect(dialog.getByText(/Asked for by Tom Berg/)).toBeInTheDocument();
    fireEvent.click(dialog.getByRole("button", { name: "Approve and send" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(mutations).toEqual([{ name: "ApproveBalanceOperation", variables: { input: { id: "bop_1", version: 2 } } }]);
  });

  it("shows what a colleague asked for when the server tells of it", async () => {
    const there = [sampleOperation];
    const { push } = show(there);
    expect(screen.getByRole("tab", { name: "Waiting 1" })).toBeInTheDocument();
    there.push(mine);
    push("BalanceOperationChanged", {
      balanceOperationChanged: {
        missed: false,
        operationId: "bop_2",
        accountId: "tac_2",
        clientId: "cli_1",
        version: 1,
      },
    });
    expect(await screen.findByRole("tab", { name: "Waiting 2" })).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Approve: Withdrawal, 500124" })).toBeInTheDocument();
  });

  it("is declined with a reason, or taken back by who asked", async () => {
    const { mutations } = show(
      [sampleOperation, mine],
      {},
      {
        DeclineBalanceOperation: { declineBalanceOperation: { operation: sampleOperation, errors: [] } },
        CancelBalanceOperation: { cancelBalanceOperation: { operation: mine, errors: [] } },
      },
    );
    press("Decline: Withdrawal, 500123");
    await screen.findByRole("dialog");
    type("Reason", why);
    press("Decline");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    press("Take back: Withdrawal, 500124");
    const dialog = within(await screen.findByRole("dialog"));
    fireEvent.click(dialog.getByRole("button", { name: "Take back" }));
    await waitFor(() => expect(mutations).toHaveLength(2));
    expect(mutations.map(({ variables }) => variables)).toEqual([
      { input: { id: "bop_1", version: 2, reason: why } },
      { input: { id: "bop_2", version: 2 } },
    ]);
  });

  it("an unknown one is found out, and never sent again", async () => {
    const { mutations } = show(
      [lost],
      { tab: "unknown" },
      {
        FindOutBalanceOperation: {
          findOutBalanceOperation: { operation: { ...lost, state: "CONFIRMED" }, errors: [] },
        },
      },
    );
    press("Find out: Withdrawal, 500123");
    await screen.findByText("Booked");
    expect(mutations).toEqual([{ name: "FindOutBalanceOperation", variables: { id: "bop_3" } }]);
  });

  it("the history has filters in its address, and totals by currency", async () => {
    const totals = [
      { environment: "LIVE", currency: "EUR", bookedIn: "10.00", bookedOut: "0.00", count: 1 },
      { environment: "DEMO", currency: "EUR", bookedIn: "70.00", bookedOut: "0.00", count: 1 },
      { environment: "LIVE", currency: "USD", bookedIn: "104500.00", bookedOut: "22310.55", count: 41 },
    ];
    const { queries } = show(
      [sampleOperation],
      { tab: "history", account: "tac_1", from: "2026-11-01" },
      {
        BalanceTotals: { balanceTotals: totals },
      },
    );
    for (const text of ["104,500.00", "22,310.55", "-2,500.00 USD"]) expect(screen.getByText(text)).toBeInTheDocument();
    expect(screen.getByText("104,500.00").parentElement).toHaveTextContent("(41 booked)");
    expect(screen.getByText("10.00").parentElement).not.toHaveTextContent("Demo");
    expect(screen.getByText("70.00").parentElement).toHaveTextContent("Demo EUR in 70.00");
    const filter = { accountId: "tac_1", from: "2026-11-01T00:00:00.000Z" };
    expect(queries.filter(({ name }) => name === "BalanceTotals").at(-1)?.variables).toEqual({ filter });
    fireEvent.click(screen.getByRole("combobox", { name: "What" }));
    fireEvent.click(await screen.findByRole("option", { name: "Charge" }));
    expect(held.shown.at(-1)).toEqual({ tab: "history", account: "tac_1", from: "2026-11-01", kind: "CHARGE" });
    press("Remove the filter: one account only");
    expect(held.shown.at(-1)).toMatchObject({ account: undefined, from: "2026-11-01" });
  });

  it("a difference is closed with a reason", async () => {
    const finding = {
      id: "bfi_1",
      version: 1,
      login: "500123",
      client: sampleOperation.client,
      kind: "EXTRA",
      said: "Deal 9911 is not confirmed here.",
      foundAt: "2026-11-28T08:00:00Z",
      closedAt: null,
    };
    const { mutations } = show(
      [],
      { tab: "differences" },
      {
        BalanceFindingList: { balanceFindings: [finding] },
        CloseBalanceFinding: { closeBalanceFinding: { closedId: "bfi_1", errors: [] } },
      },
    );
    expect(screen.getByText("Only there")).toBeInTheDocument();
    press("Close the difference of 500123");
    await screen.findByRole("dialog");
    type("Reason", why);
    press("Close difference");
    await screen.findByText("The difference is closed");
    expect(mutations[0]?.variables).toEqual({ input: { id: "bfi_1", version: 1, reason: why } });
  });

  it("the limits are set by currency, by who may", async () => {
    const band = { currency: "USD", version: 3, aloneUpTo: "500.00", aloneADay: "2000.00", approveUpTo: "10000.00" };
    const { mutations } = show(
      [],
      { tab: "limits" },
      {
        BalanceBandList: { balanceBands: [band] },
        SetBalanceBand: { setBalanceBand: { band, errors: [] } },
      },
    );
    expect(screen.getByRole("row", { name: /USD 500.00 2,000.00 10,000.00/ })).toBeInTheDocument();
    press("Add a currency");
    await screen.findByRole("dialog");
    type("Currency", "eur");
    type("Alone, at once", "0");
    type("Alone, in 24 hours", "0.00");
    expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();
    type("Large beyond", "5000");
    press("Save");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    const input = { currency: "EUR", version: 0, aloneUpTo: "0", aloneADay: "0", approveUpTo: "5000" };
    expect(mutations[0]?.variables).toEqual({ input });
  });

  it("is closed to people without the permission", () => {
    held.permissions = [];
    const { queries } = show([sampleOperation]);
    expect(screen.getByText("This page is not part of your role")).toBeInTheDocument();
    expect(queries).toEqual([]);
  });
});
