import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Answers, pickAction, press, read, savedMeanwhile, showPortal, type } from "../common/testPortal.tsx";
import type { TradingAccount } from "./documents.ts";
import { sampleAccount, sampleProduct } from "./sampleAccount.ts";

const everything = ["view", "create", "edit", "password"].map((verb) => `trading_account.${verb}`);
const held = vi.hoisted(() => ({ permissions: [] as string[] }));
vi.mock("../../app/viewer.tsx", () => ({
  useViewer: () => ({ can: (permission: string) => held.permissions.includes(permission) }),
}));

vi.mock("@tanstack/react-router", () => ({ useNavigate: () => () => undefined }));

const { default: AccountsTab } = await import("./AccountsTab.tsx");

const client = { id: "cli_1", displayName: "Olga Novak", archivedAt: null };
const pro = { ...sampleProduct, id: "apr_2", name: "Pro", leverages: [50] };
const inEuro = { currency: "EUR", group: "real\\standard-eur", minimumDeposit: "250.00" };
const euro = { ...sampleProduct, id: "apr_3", name: "Euro", currencies: [inEuro] };
const both = { ...sampleProduct, id: "apr_5", name: "Both", currencies: [inEuro, ...sampleProduct.currencies] };
const why = "The client asked for it";

function show(accounts: TradingAccount[], answers: Answers = {}, of: typeof client | object = client) {
  return showPortal(<AccountsTab client={{ ...client, ...of }} />, {
    TradingAccountList: { tradingAccounts: { edges: accounts.map((node) => ({ node })), pageInfo: {} } },
    AccountProductList: { accountProducts: [sampleProduct, pro, euro, both, { ...pro, id: "apr_4", active: false }] },
    AccountOpenings: { accountOpenings: [] },
    AccountPasswordRule: { accountPasswordRule: { onlyByLink: false, version: 0 } },
    ...answers,
  });
}

const twoPages = ({ after }: Record<string, unknown>) => ({
  tradingAccounts: {
    edges: [{ node: after ? { ...sampleAccount, id: "tac_51", login: "500151" } : sampleAccount }],
    pageInfo: { hasNextPage: !after, endCursor: "a" },
  },
});

async function choose(select: string, option: RegExp) {
  fireEvent.click(screen.getByRole("combobox", { name: select }));
  fireEvent.click(await screen.findByRole("option", { name: option }));
}

const opened = (result: object, tradingAccount: TradingAccount | null) => ({
  openTradingAccount: {
    result: { openingId: "aop_1", said: null, mainPassword: null, investorPassword: null, ...result },
    tradingAccount,
    errors: [],
  },
});

/** Refuses a link until the other holder is accepted. */
const answerOfLink = (refusal: object) => (variables: Record<string, unknown>) => {
  const { acceptOtherHolder } = variables.input as { acceptOtherHolder?: boolean };
  return { linkTradingAccount: { tradingAccount: null, errors: acceptOtherHolder ? [] : [refusal] } };
};

async function openStandard() {
  press("Open account");
  await screen.findByRole("dialog");
  await choose("Product", /^Standard/);
  fireEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Open account" }));
}

describe("a client's trading accounts", () => {
  beforeEach(() => {
    held.permissions = everything;
  });

  it("are shown a page at a time, without end", () => {
    const { queries } = show([], { TradingAccountList: twoPages });
    expect(screen.queryByRole("article", { name: "500151" })).toBeNull();
    press("Show more");
    expect(screen.getByRole("article", { name: "500123" })).toBeInTheDocument();
    expect(screen.getByRole("article", { name: "500151" })).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
    expect(queries.filter(({ name }) => name === "TradingAccountList").at(-1)?.variables).toMatchObject({ after: "a" });
  });

  it("are shown with their figures, the age of these, and what is blocked", () => {
    show([
      sampleAccount,
      { ...sampleAccount, id: "tac_2", login: "7001", tradingEnabled: false, figures: null },
      { ...sampleAccount, id: "tac_3", login: "7002", showsFigures: false, figures: null },
    ]);
    const first = within(screen.getByRole("article", { name: "500123" }));
    for (const text of [
      "MT5",
      "Live",
      "12,126.60 USD",
      "12,500.00",
      "-373.40",
      "1,007.19 %",
      "Margin",
      "1,204.00",
      "Credit",
    ])
      expect(first.getByText(text)).toBeInTheDocument();
    expect(first.getByText(/sec|min/)).toBeInTheDocument();
    const blocked = within(screen.getByRole("article", { name: "7001" }));
    expect(blocked.getByText("Trading blocked")).toBeInTheDocument();
    expect(blocked.getByText("Its figures were not read yet.")).toBeInTheDocument();
    const hidden = within(screen.getByRole("article", { name: "7002" }));
    expect(hidden.getByText("Its money is not part of your role.")).toBeInTheDocument();
    expect(hidden.queryByRole("button", { name: /^Read the figures/ })).toBeNull();
  });

  it("an opened account shows its passwords once, and is not closed by a slip", async () => {
    const passwords = { state: "CONFIRMED", mainPassword: "pelican-44", investorPassword: "harbour-19" };
    const { mutations } = show([], { OpenTradingAccount: opened(passwords, sampleAccount) });
    await openStandard();
    await screen.findByText("pelican-44");
    expect(screen.getByText("harbour-19")).toBeInTheDocument();
    const input = { clientId: "cli_1", productId: "apr_1", currency: "USD", leverage: 30, showPasswords: true };
    expect(mutations[0]?.variables).toEqual({ input });
    fireEvent.keyDown(screen.getByRole("dialog"), { key: "Escape" });
    expect(screen.getByText("pelican-44")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Done" })).toBeDisabled();
    fireEvent.click(screen.getByLabelText("I have passed it on or stored it"));
    press("Done");
    await waitFor(() => expect(screen.queryByText("pelican-44")).toBeNull());
  });

  it("a refusal is told in the server's words and can be tried again", async () => {
    show([], { OpenTradingAccount: opened({ state: "REJECTED", said: "No more logins (3002)" }, null) });
    await openStandard();
    await screen.findByText("No more logins (3002)");
    expect(within(screen.getByRole("dialog")).getByRole("button", { name: "Open account" })).toBeEnabled();
  });

  it("who may not set passwords is not asked whether to show them", async () => {
    held.permissions = everything.filter((permission) => !permission.endsWith("password"));
    const { mutations } = show([], { OpenTradingAccount: opened({ state: "CONFIRMED" }, sampleAccount) });
    await openStandard();
    await screen.findByText("Account 500123 is opened");
    const input = { clientId: "cli_1", productId: "apr_1", currency: "USD", leverage: 30 };
    expect(mutations[0]?.variables).toEqual({ input });
    expect(screen.getByRole("button", { name: "Done" })).toBeEnabled();
  });

  it("a product of several currencies asks which, and says what that currency's first deposit is", async () => {
    const refused = {
      code: "unknown_currency",
      message: "Choose one of the product's currencies: USD.",
      path: ["currency"],
    };
    const { mutations } = show([], {
      OpenTradingAccount: { openTradingAccount: { result: null, tradingAccount: null, errors: [refused] } },
    });
    press("Open account");
    const form = within(await screen.findByRole("dialog"));
    await choose("Product", /^Standard/);
    expect(screen.getByRole("combobox", { name: "Currency" })).toHaveValue("USD");
    expect(form.getByText(/first deposit from 100.00 USD/)).toBeInTheDocument();
    await choose("Product", /^Euro · EUR/);
    expect(screen.getByRole("combobox", { name: "Currency" })).toHaveValue("EUR");
    await choose("Product", /^Pro/);
    await choose("Product", /^Both · EUR, USD/);
    expect(screen.getByRole("combobox", { name: "Currency" })).toHaveValue("USD");
    await choose("Currency", /^EUR/);
    expect(form.getByText(/first deposit from 250.00 EUR/)).toBeInTheDocument();
    fireEvent.click(form.getByRole("button", { name: "Open account" }));
    await form.findByText(refused.message);
    expect(mutations[0]?.variables).toMatchObject({ input: { productId: "apr_5", currency: "EUR" } });
  });

  it("nothing is opened before one of several currencies is chosen", async () => {
    show([]);
    press("Open account");
    const form = within(await screen.findByRole("dialog"));
    await choose("Product", /^Both/);
    expect(form.getByRole("button", { name: "Open account" })).toBeDisabled();
    await choose("Currency", /^EUR/);
    expect(form.getByRole("button", { name: "Open account" })).toBeEnabled();
  });

  it("an opening that nobody knows of is told, and found out without sending it again", async () => {
    const waiting = {
      id: "aop_1",
      client: sampleAccount.client,
      productName: "Standard",
      state: "UNKNOWN",
      sentAt: new Date().toISOString(),
    };
    const foreign = { ...waiting, id: "aop_2", client: { ...sampleAccount.client, id: "cli_2" } };
    const settled = { result: { openingId: "aop_1", state: "CONFIRMED" }, tradingAccount: sampleAccount, errors: [] };
    const { mutations } = show([], {
      AccountOpenings: { accountOpenings: [waiting, foreign, { ...waiting, id: "aop_3", state: "CONFIRMED" }] },
      SettleAccountOpening: { settleAccountOpening: settled },
    });
    expect(screen.getAllByText(/Nobody knows yet whether Standard was opened/)).toHaveLength(1);
    press("Find out");
    await screen.findByText("The account is there: 500123");
    expect(mutations).toEqual([{ name: "SettleAccountOpening", variables: { id: "aop_1" } }]);
  });

  it("another holder on the server has to be accepted in so many words", async () => {
    const other = { code: "other_holder", message: "The server names another holder.", path: ["acceptOtherHolder"] };
    const { mutations } = show([], {
      LinkTradingAccount: answerOfLink(other),
    });
    press("Link a login");
    await screen.findByRole("dialog");
    await choose("Product", /^Standard/);
    type("Login", "500777");
    type("Reason", why);
    press("Link login");
    await screen.findByText("The server names another holder.");
    fireEvent.click(screen.getByLabelText("It belongs to this client all the same: link it"));
    press("Link login");
    await screen.findByText("500777 is linked to Olga Novak");
    expect(mutations.map(({ variables }) => variables)).toMatchObject([
      { input: { login: "500777", reason: why } },
      { input: { login: "500777", acceptOtherHolder: true } },
    ]);
  });

  it("a change shows its effect on the margin first, and offers only products that fit", async () => {
    const effect = {
      openPositions: 2,
      margin: "1204.00",
      marginAfter: "4013.33",
      marginFree: "10922.60",
      marginFreeAfter: "-8859.92",
      marginLevel: "1007.19",
      marginLevelAfter: "302.15",
      levels: { marginCall: "100", stopOut: "50", areMoney: false },
      levelsAfter: { marginCall: "120", stopOut: "80", areMoney: false },
      refusal: "The account would be closed out.",
      remarks: ["Reckoned from the leverage."],
    };
    const { queries, mutations } = show([sampleAccount], {
      TradingAccountEffect: { tradingAccountEffect: effect },
      ChangeTradingAccount: { changeTradingAccount: { tradingAccount: sampleAccount, errors: [] } },
    });
    await pickAction("500123", "Change product or leverage");
    fireEvent.click(screen.getByRole("combobox", { name: "Product" }));
    const names = (await screen.findAllByRole("option")).map((option) => option.textContent);
    expect(names).toEqual(["Standard · USD", "Pro · USD", "Both · EUR, USD"]);
    fireEvent.click(screen.getByRole("option", { name: /^Pro/ }));
    await screen.findByText("4,013.33 USD");
    expect(screen.getByRole("row", { name: /Margin level\s*1,007.19 %\s*302.15 %/ })).toBeInTheDocument();
    expect(screen.getByRole("row", { name: /Stop-out at\s*50 %\s*80 %/ })).toBeInTheDocument();
    expect(screen.getByText("The account would be closed out.")).toBeInTheDocument();
    expect(screen.getByText("Reckoned from the leverage.")).toBeInTheDocument();
    const asked = queries.filter(({ name }) => name === "TradingAccountEffect").at(-1);
    expect(asked?.variables).toEqual({ id: "tac_1", productId: "apr_2", leverage: 50 });
    type("Reason", why);
    press("Change account");
    await waitFor(() => expect(mutations).toHaveLength(1));
    const input = { id: "tac_1", version: 4, productId: "apr_2", leverage: 50, reason: why };
    expect(mutations[0]?.variables).toEqual({ input });
  });

  it("the switches, a new password and the archive each ask a reason", async () => {
    const done = { tradingAccount: sampleAccount, errors: [] };
    const { mutations } = show([sampleAccount], {
      SwitchTradingAccount: { switchTradingAccount: done },
      SetTradingPassword: { setTradingPassword: { password: "pelican-45", errors: [] } },
      ArchiveTradingAccount: { archiveTradingAccount: done },
    });
    await pickAction("500123", "Block trading");
    expect(screen.getByRole("button", { name: "Block trading" })).toBeDisabled();
    type("Reason", why);
    press("Block trading");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await pickAction("500123", "Set a new password");
    type("Reason", why);
    press("Set password");
    await screen.findByText("pelican-45");
    fireEvent.click(screen.getByLabelText("I have passed it on or stored it"));
    press("Done");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await pickAction("500123", "Archive");
    type("Reason", why);
    press("Archive account");
    await screen.findByText("500123 is archived");
    expect(mutations.map(({ variables }) => variables)).toEqual([
      { input: { id: "tac_1", version: 4, tradingEnabled: false, reason: why } },
      { input: { id: "tac_1", kind: "MAIN", reason: why } },
      { input: { id: "tac_1", version: 4, reason: why } },
    ]);
  });

  it("a leverage that a colleague changed is asked about, and its effect is seen before it is sent", async () => {
    const effect = {
      openPositions: 0,
      margin: "0",
      marginAfter: "0",
      marginFree: "0",
      marginFreeAfter: "0",
      marginLevel: null,
      marginLevelAfter: null,
      levels: { marginCall: "100", stopOut: "50", areMoney: false },
      levelsAfter: { marginCall: "100", stopOut: "50", areMoney: false },
      refusal: null,
      remarks: [],
    };
    const theirs = { ...sampleAccount, version: 5, leverage: 200 };
    const { queries, mutations } = show([sampleAccount], {
      TradingAccount: { tradingAccount: theirs },
      TradingAccountEffect: { tradingAccountEffect: effect },
      ChangeTradingAccount: savedMeanwhile("changeTradingAccount", 5, { tradingAccount: theirs }),
    });
    await pickAction("500123", "Change product or leverage");
    await choose("Product", /^Pro/);
    type("Reason", why);
    press("Change account");
    const asked = await screen.findByRole("dialog", { name: "A colleague changed this too" });
    expect(asked).toHaveTextContent(/Mine\s*Pro · 1:50\s*Theirs\s*Standard · 1:200/);
    press("Take into the form");
    await screen.findByRole("dialog", { name: "Change 500123" });
    expect(screen.getByLabelText("Reason")).toHaveValue(why);
    expect(mutations).toHaveLength(1);
    const seen = queries.filter(({ name }) => name === "TradingAccountEffect").at(-1);
    expect(seen?.variables).toEqual({ id: "tac_1", productId: "apr_2", leverage: 50 });
    press("Change account");
    await waitFor(() => expect(mutations).toHaveLength(2));
    const input = { id: "tac_1", version: 5, productId: "apr_2", leverage: 50, reason: why };
    expect(mutations.at(-1)?.variables).toEqual({ input });
  });

  it("a switch is set over another change, and a colleague's same step is told", async () => {
    const now = { ...sampleAccount, version: 5, leverage: 200 };
    const shown = read({ tradingAccount: now });
    const { mutations } = show([sampleAccount], {
      TradingAccount: shown.answer,
      SwitchTradingAccount: savedMeanwhile("switchTradingAccount", 5, { tradingAccount: now }),
    });
    await pickAction("500123", "Block trading");
    type("Reason", why);
    press("Block trading");
    await waitFor(() => expect(mutations).toHaveLength(2));
    expect(mutations.map(({ variables }) => variables)).toMatchObject([
      { input: { version: 4, tradingEnabled: false, reason: why } },
      { input: { version: 5, tradingEnabled: false, reason: why } },
    ]);
    shown.becomes({ tradingAccount: { ...now, tradingEnabled: false } });
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await pickAction("500123", "Block trading");
    type("Reason", why);
    press("Block trading");
    await screen.findByText("Nothing left to save: the record already says so.");
    expect(mutations).toHaveLength(3);
  });

  it("a new password is made by the client with a one-time link, where somebody chooses it", async () => {
    const { mutations } = show([sampleAccount], {
      SendTradingPasswordLink: { sendTradingPasswordLink: { sent: true, errors: [] } },
    });
    await pickAction("500123", "Set a new password");
    fireEvent.click(screen.getByRole("radio", { name: "Send the client a link" }));
    expect(screen.getByText(/the old one works until then/)).toBeInTheDocument();
    type("Reason", why);
    press("Send the link");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    const input = { id: "tac_1", kind: "MAIN", reason: why };
    expect(mutations).toEqual([{ name: "SendTradingPasswordLink", variables: { input } }]);
  });

  it("where the company shows no passwords to staff, the link is the only way", async () => {
    const rule = { AccountPasswordRule: { accountPasswordRule: { onlyByLink: true, version: 1 } } };
    show([sampleAccount], rule);
    await pickAction("500123", "Set a new password");
    expect(screen.queryByRole("radio", { name: "Show it to me once" })).toBeNull();
    expect(screen.getByRole("button", { name: "Send the link" })).toBeDisabled();
    press("Cancel");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    press("Open account");
    await screen.findByRole("dialog");
    expect(screen.getByLabelText("Show me the passwords once")).toBeDisabled();
    expect(screen.getByText(/Your company shows no passwords to staff/)).toBeInTheDocument();
  });

  it("what a role does not include stays in the menu and says so", async () => {
    held.permissions = ["trading_account.view"];
    show([sampleAccount]);
    expect(screen.getByRole("button", { name: "Open account" })).toHaveAttribute("aria-disabled", "true");
    press("Open account");
    press("What can be done with 500123");
    const archive = await screen.findByRole("menuitem", { name: /^Archive/ });
    expect(archive).toHaveTextContent("Your role does not include this.");
    fireEvent.click(archive);
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});
