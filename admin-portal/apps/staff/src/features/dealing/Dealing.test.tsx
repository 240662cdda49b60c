import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import type { ReactElement } from "react";
import { describe, expect, it, vi } from "vitest";
import { type Answers, press, showPortal, type } from "../common/testPortal.tsx";
import { sampleOrder, samplePosition } from "../positions/samplePosition.ts";
import { sampleCommand, sampleTicket } from "./sampleCommand.ts";

vi.mock("../../app/viewer.tsx", () => ({
  useViewer: () => ({
    viewer: { preferences: { timeZone: "Europe/Copenhagen" }, broker: { timeZone: "UTC" } },
    can: () => true,
  }),
}));

const { default: ClosePosition } = await import("./ClosePosition.tsx");
const { default: ModifyPosition } = await import("./ModifyPosition.tsx");
const { default: CloseByPosition } = await import("./CloseByPosition.tsx");
const { default: ModifyOrder } = await import("./ModifyOrder.tsx");
const { default: OrderStep } = await import("./OrderStep.tsx");
const { default: NewOrder } = await import("./NewOrder.tsx");

const why = "Asked for on the phone";
const preview = {
  checks: [
    { outcome: "GOOD", text: "The price is fresh." },
    { outcome: "MIND", text: "The market closes in 4 minutes." },
  ],
  needsApproval: false,
  price: "1.08621",
  marginNeeded: null,
  marginFreeAfter: "11000.00",
  result: "6.05",
};
const rule = { aloneUpToLots: "10", maxSlippage: 20, reasonRequired: true, stepUp: false, version: 1 };
const answered = (command: object | null, errors: object[] = []) => ({
  RequestTrade: { requestTrade: { command, errors } },
});

function show(dialog: (onClose: () => void) => ReactElement, answers: Answers = {}) {
  const onClose = vi.fn();
  const asked = showPortal(dialog(onClose), {
    TradeTicket: { tradeTicket: sampleTicket },
    TradePreview: { tradePreview: preview },
    DealingRule: { dealingRule: rule },
    ...answers,
  });
  const inputs = () => asked.mutations.map(({ variables }) => (variables as { input: Record<string, unknown> }).input);
  return { ...asked, inputs, onClose };
}

const close = (onClose: () => void) => <ClosePosition position={samplePosition} onClose={onClose} />;

describe("closing a position", () => {
  it("shows fresh prices and checks in words, takes a part, and says what became of it", async () => {
    const { inputs, onClose, queries } = show(close, answered(sampleCommand));
    const prices = within(screen.getByRole("group", { name: "Prices of EURUSD" }));
    expect(prices.getByText("Bid, yours").parentElement).toHaveTextContent("1.08621");
    expect(prices.getByText("spread 12")).toBeInTheDocument();
    expect(screen.getByLabelText("Lots")).toHaveValue("0.10");
    press("50 %");
    expect(screen.getByLabelText("Lots")).toHaveValue("0.05");
    expect(screen.getByRole("button", { name: "Close this part" })).toBeDisabled();
    await screen.findByText("The market closes in 4 minutes.");
    expect(screen.getByText("It is sent at once.")).toBeInTheDocument();
    expect(screen.getByText("+6.05 USD")).toBeInTheDocument();
    expect(screen.getByText(/more than 20 points against the client/)).toBeInTheDocument();
    const asked = queries.filter(({ name }) => name === "TradePreview").at(-1);
    expect(asked?.variables).toMatchObject({ input: { kind: "CLOSE", ticket: "9001", lots: "0.05" } });
    type("Reason", why);
    fireEvent.submit(screen.getByLabelText("Reason").closest("form") as HTMLFormElement);
    await screen.findByText("Done");
    expect(screen.getByRole("status")).toHaveTextContent(
      "0.05 lots at 1.08619. Slippage 2 points, worse for the client. Answered in 0.4 s.",
    );
    expect(inputs()[0]).toEqual({
      requestKey: expect.any(String),
      accountId: "tac_1",
      kind: "CLOSE",
      ticket: "9001",
      lots: "0.05",
      shownPrice: "1.08621",
      reason: why,
    });
    press("Close this");
    expect(onClose).toHaveBeenCalledOnce();
  });

  it("all of it is asked for without lots; more than there is, or a wrong step, is said at the field", async () => {
    const { inputs } = show(close, answered(sampleCommand));
    type("Lots", "0.11");
    expect(screen.getByText("At most 0.10.")).toBeInTheDocument();
    type("Lots", "0.055");
    expect(screen.getByText("In steps of 0.01.")).toBeInTheDocument();
    press("100 %");
    type("Reason", why);
    press("Close position");
    await screen.findByText("Done");
    expect(inputs()[0]).not.toHaveProperty("lots");
  });

  it("carries the same name until it is answered, so that a second press is the same command (MON)", async () => {
    const { inputs } = show(close, {});
    type("Reason", why);
    press("Close position");
    await waitFor(() => expect(inputs()).toHaveLength(1));
    // a press while the first one is on its way does nothing
    await waitFor(() => expect(screen.getByRole("button", { name: "Close position" })).toBeEnabled());
    press("Close position");
    await waitFor(() => expect(inputs()).toHaveLength(2));
    expect(inputs()[0]?.requestKey).toBe(inputs()[1]?.requestKey);
  });

  it("a refusal is told in the server's words; back on the form the next press is another command", async () => {
    const { inputs } = show(close, answered({ ...sampleCommand, state: "REJECTED", said: "Market closed (10018)." }));
    type("Reason", why);
    press("Close position");
    await screen.findByText("Market closed (10018).");
    expect(screen.getByText("Refused")).toBeInTheDocument();
    press("Back to the form");
    press("Close position");
    await waitFor(() => expect(inputs()).toHaveLength(2));
    expect(inputs()[0]?.requestKey).not.toBe(inputs()[1]?.requestKey);
  });

  it("a lost answer is told as such, found out, and never sent again", async () => {
    const lost = { ...sampleCommand, state: "UNKNOWN", filledPrice: null, slippage: null };
    const { mutations } = show(close, {
      ...answered(lost),
      TradeCommandById: { tradeCommand: lost },
      FindOutTrade: { findOutTrade: { command: { ...sampleCommand, version: 4 }, errors: [] } },
    });
    type("Reason", why);
    press("Close position");
    await screen.findByText("No answer came yet. It is looked up by itself, and never sent twice.");
    expect(screen.queryByRole("button", { name: "Back to the form" })).toBeNull();
    press("Find out");
    await screen.findByText("Done");
    expect(mutations.map(({ name }) => name)).toEqual(["RequestTrade", "FindOutTrade"]);
  });

  it("what needs a second person says so before and after", async () => {
    show(close, {
      ...answered({ ...sampleCommand, state: "REQUESTED", filledPrice: null }),
      TradePreview: { tradePreview: { ...preview, needsApproval: true } },
    });
    await screen.findByText("It then waits: a second person has to approve it.");
    type("Reason", why);
    press("Close position");
    await screen.findByText("A second person has to approve it. Nothing was sent yet.");
  });

  it("errors of a field stand at the field, and a server that refuses the kind locks the form", async () => {
    const refused = { code: "invalid", message: "Less than the least volume.", path: ["input", "lots"] };
    show(close, answered(null, [refused]));
    type("Reason", why);
    press("Close position");
    await screen.findByText("Less than the least volume.");
  });

  it("without a price, or where it is not allowed, nothing can be sent", () => {
    show(close, { TradeTicket: { tradeTicket: { ...sampleTicket, bid: null, kinds: ["OPEN"] } } });
    type("Reason", why);
    expect(screen.getByText("The server or your role does not allow this.")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Close position" })).toBeDisabled();
  });

  it("the reason may stay empty where the rule says so", async () => {
    const { inputs } = show(close, {
      ...answered(sampleCommand),
      DealingRule: { dealingRule: { ...rule, reasonRequired: false } },
    });
    press("Close position");
    await screen.findByText("Done");
    expect(inputs()[0]).toMatchObject({ reason: "" });
  });
});

describe("other commands", () => {
  it("stop loss and take profit: an emptied one is none, and only a change can be sent", async () => {
    const { inputs } = show(
      (onClose) => <ModifyPosition position={samplePosition} onClose={onClose} />,
      answered({ ...sampleCommand, kind: "MODIFY_POSITION", filledPrice: null, slippage: null }),
    );
    type("Reason", why);
    expect(screen.getByRole("button", { name: "Modify position" })).toBeDisabled();
    type("Stop loss", "");
    type("Take profit", "1.0900001");
    expect(screen.getByText("A price with at most 5 decimals.")).toBeInTheDocument();
    type("Take profit", "1.09000");
    expect(screen.getByText("379 points from the price now")).toBeInTheDocument();
    press("Modify position");
    await screen.findByText("Done");
    expect(inputs()[0]).toMatchObject({
      kind: "MODIFY_POSITION",
      ticket: "9001",
      stopLoss: null,
      takeProfit: "1.09000",
    });
    expect(inputs()[0]).not.toHaveProperty("shownPrice");
  });

  it("close by takes the only opposite position", async () => {
    const other = { ...samplePosition, key: "tsr_1.9003", ticket: "9003", side: "SELL" as const };
    const { inputs } = show((onClose) => <CloseByPosition position={samplePosition} onClose={onClose} />, {
      ...answered({ ...sampleCommand, kind: "CLOSE_BY" }),
      TradeTicket: { tradeTicket: { ...sampleTicket, positions: [samplePosition, other] } },
    });
    type("Reason", why);
    press("Close both");
    await screen.findByText("Done");
    expect(inputs()[0]).toMatchObject({ kind: "CLOSE_BY", ticket: "9001", byTicket: "9003" });
  });

  it("without an opposite position close by says so", () => {
    show((onClose) => <CloseByPosition position={samplePosition} onClose={onClose} />);
    expect(screen.getByText("The account has no opposite position of this symbol.")).toBeInTheDocument();
  });

  it("an order gets another price and an end in the reader's zone", async () => {
    const { inputs } = show(
      (onClose) => <ModifyOrder order={sampleOrder} onClose={onClose} />,
      answered({ ...sampleCommand, kind: "MODIFY_ORDER" }),
    );
    type("Reason", why);
    expect(screen.getByRole("button", { name: "Modify order" })).toBeDisabled();
    type("Price", "1.07900");
    type("Ends", "2026-12-01T18:30");
    press("Modify order");
    await screen.findByText("Done");
    expect(inputs()[0]).toMatchObject({
      ticket: "7001",
      price: "1.07900",
      priceTrigger: null,
      stopLoss: null,
      takeProfit: null,
      expiresAt: "2026-12-01T17:30:00.000Z",
    });
  });

  it.each([
    ["CANCEL_ORDER", "Cancel order", undefined],
    ["ACTIVATE_ORDER", "Activate order", "1.08633"],
  ] as const)("an order: %s", async (kind, verb, shownPrice) => {
    const { inputs } = show(
      (onClose) => <OrderStep order={sampleOrder} kind={kind} onClose={onClose} />,
      answered({ ...sampleCommand, kind }),
    );
    type("Reason", why);
    press(verb);
    await screen.findByText("Done");
    expect(inputs()[0]).toMatchObject({ kind, ticket: "7001", reason: why });
    expect(inputs()[0]?.shownPrice).toBe(shownPrice);
  });

  it("a new order: symbol, side, lots and levels; a pending one has a price of its own", async () => {
    const { inputs, queries } = show(
      (onClose) => <NewOrder account={{ id: "tac_1", login: "500123" }} onClose={onClose} />,
      {
        ...answered({ ...sampleCommand, kind: "PLACE_ORDER" }),
        TradeSymbols: { tradeSymbols: [{ symbol: "EURUSD", description: "Euro against US dollar", digits: 5 }] },
      },
    );
    expect(queries.some(({ name }) => name === "TradeTicket")).toBe(false);
    fireEvent.click(screen.getByLabelText("Symbol"));
    fireEvent.click(await screen.findByRole("option", { name: /EURUSD/ }));
    await screen.findByText("Ask, yours");
    fireEvent.click(screen.getByRole("radio", { name: "Sell" }));
    expect(screen.getByText("Bid, yours")).toBeInTheDocument();
    type("Lots", "0.20");
    type("Reason", why);
    expect(screen.getByRole("button", { name: "Sell" })).toBeEnabled();
    fireEvent.click(screen.getByRole("combobox", { name: "Kind" }));
    fireEvent.click(await screen.findByRole("option", { name: "Buy stop limit" }));
    expect(screen.getByRole("button", { name: "Place order" })).toBeDisabled();
    type("Limit price", "1.09000");
    type("Becomes a limit order at", "1.08900");
    type("Take profit", "1.09500");
    press("Place order");
    await screen.findByText("Done");
    expect(inputs()[0]).toMatchObject({
      kind: "PLACE_ORDER",
      symbol: "EURUSD",
      pendingKind: "BUY_STOP_LIMIT",
      lots: "0.20",
      price: "1.09000",
      priceTrigger: "1.08900",
      stopLoss: null,
      takeProfit: "1.09500",
      expiresAt: null,
    });
    expect(inputs()[0]).not.toHaveProperty("side");
  });

  it("a symbol that is not among the first ones is found by typing more", async () => {
    const named = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ symbol: `SYM${at}`, description: "Share", digits: 2 }));
    const symbols = ({ search }: Record<string, unknown>) => ({ tradeSymbols: named(search === "" ? 50 : 49) });
    show((onClose) => <NewOrder account={{ id: "tac_1", login: "500123" }} onClose={onClose} />, {
      TradeSymbols: symbols,
    });
    fireEvent.click(screen.getByLabelText("Symbol"));
    expect(await screen.findByText("Type more to find others")).toBeInTheDocument();
    type("Symbol", "sym");
    await waitFor(() => expect(screen.queryByText("Type more to find others")).toBeNull());
  });
});
