import { fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { type Answers, press, showPortal, type } from "../common/testPortal.tsx";
import { sampleAccount } from "../trading-accounts/sampleAccount.ts";
import { sampleOperation } from "./sampleOperation.ts";

vi.mock("../../app/viewer.tsx", () => ({ useViewer: () => ({ can: () => true }) }));

const { default: RequestOperation } = await import("./RequestOperation.tsx");

const why = "The client asked for it";
const preview = {
  needs: "APPROVAL",
  checks: [
    { code: "free_margin", outcome: "GOOD", text: "The free margin covers it." },
    { code: "open_positions", outcome: "MIND", text: "3 positions are open." },
  ],
};
const answered = (operation: object | null, errors: object[] = []) => ({
  RequestBalanceOperation: { requestBalanceOperation: { operation, errors } },
});

function show(answers: Answers) {
  const onClose = vi.fn();
  const asked = showPortal(<RequestOperation account={sampleAccount} onClose={onClose} />, {
    BalancePreview: { balancePreview: preview },
    ...answers,
  });
  const keys = () =>
    asked.mutations.map(({ variables }) => (variables as { input: { requestKey: string } }).input.requestKey);
  return { ...asked, onClose, keys };
}

describe("money in or out of an account", () => {
  it("is checked in words before anything is sent, and says who has to agree", async () => {
    const { mutations, queries, onClose } = show(answered(sampleOperation));
    fireEvent.click(screen.getByRole("combobox", { name: "What" }));
    fireEvent.click(await screen.findByRole("option", { name: "Withdrawal" }));
    expect(screen.getByRole("button", { name: "Withdraw" })).toBeDisabled();
    type("Amount in USD", "2500");
    await screen.findByText("3 positions are open.");
    expect(screen.getByRole("img", { name: "Mind" })).toBeInTheDocument();
    expect(screen.getByText("It then waits: a second person has to approve it.")).toBeInTheDocument();
    expect(queries.at(-1)?.variables).toEqual({ accountId: "tac_1", kind: "WITHDRAWAL", amount: "2500" });
    expect(mutations).toEqual([]);
    type("Reason", why);
    press("Withdraw");
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
    expect(mutations[0]?.variables).toMatchObject({
      input: { accountId: "tac_1", kind: "WITHDRAWAL", amount: "2500", reason: why },
    });
  });

  it("carries the same name until it is answered, so that a second press books nothing twice", async () => {
    const { keys, onClose } = show({});
    type("Amount in USD", "100");
    type("Reason", why);
    press("Deposit");
    await waitFor(() => expect(keys()).toHaveLength(1));
    press("Deposit");
    await waitFor(() => expect(keys()).toHaveLength(2));
    expect(keys()[0]).toBe(keys()[1]);
    expect(onClose).not.toHaveBeenCalled();
  });

  it("what the server refused is told in its words; the next press is another operation", async () => {
    const { keys } = show(answered({ ...sampleOperation, state: "REJECTED", said: "No money (10019)." }));
    type("Amount in USD", "100");
    type("Reason", why);
    press("Deposit");
    await screen.findByText("No money (10019).");
    press("Deposit");
    await waitFor(() => expect(keys()).toHaveLength(2));
    expect(keys()[0]).not.toBe(keys()[1]);
  });

  it("a lost answer is told as such, and nothing is offered to be sent again", async () => {
    const { onClose } = show(answered({ ...sampleOperation, state: "UNKNOWN" }));
    type("Amount in USD", "100");
    type("Reason", why);
    press("Deposit");
    await screen.findByText("No answer came yet. It is looked up by itself, and never sent twice.");
    expect(onClose).toHaveBeenCalledOnce();
  });

  it("what is no amount is said at its field", () => {
    show({});
    type("Amount in USD", "1,50");
    expect(screen.getByText("Digits, and a point before the cents.")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Deposit" })).toBeDisabled();
  });
});
