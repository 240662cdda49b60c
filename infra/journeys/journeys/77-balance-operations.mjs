import { accessible } from "../lib/axe.mjs";
import { hireWithAuthenticator } from "../lib/people.mjs";
import { dialog, stepUp, visit } from "../lib/portal.mjs";
import { addProduct, addServer, choose, openAccount, openAccountsTab, setLimits } from "../lib/trading.mjs";
import { expect } from "../lib/wait.mjs";

export const name =
  "a deposit by two people: the maker cannot approve it, the second person sees fresh checks and sends it";
export const longest = 240_000;

export async function journey(world, step) {
  const atlas = world.broker("atlas");
  const manager = atlas.who("CRM Manager");
  const page = await world.as(manager);
  const [server, product] = [`Money ${world.run}`, `Funded ${world.run}`];
  const why = "Wire of the client, seen on the bank's statement";

  step("an account without money");
  await addServer(page, manager, server);
  await addProduct(page, manager, { name: product, server, group: "real\\standard" });
  await openAccountsTab(page, manager);
  const address = page.url();
  const login = await openAccount(page, manager, product);
  const card = page.getByRole("article", { name: login });

  step("nobody moves more than 100 alone, and from 50,000 on it is large");
  await setLimits(page, manager, "USD", { alone: "100", large: "50000" });
  await page.goto(address);

  step("the manager asks for more than a person may move alone: checks in words, then it waits");
  const ask = async (kind, amount, verb) => {
    await page.getByRole("button", { name: `What can be done with ${login}` }).click();
    await page.getByRole("menuitem", { name: "Move money in or out" }).click();
    const asked = dialog(page, `Money in or out of ${login}`);
    await choose(page, asked, "What", kind);
    await asked.getByLabel(/^Amount in/).fill(amount);
    await asked.getByRole("list", { name: "Checks" }).waitFor();
    await asked.getByLabel("Reason").fill(why);
    await accessible(page, `the dialog that asks for a ${kind}`);
    return { asked, send: () => asked.getByRole("button", { name: verb, exact: true }).click() };
  };
  const deposit = await ask("Deposit", "5000", "Deposit");
  await deposit.asked.getByText("It then waits").waitFor();
  await deposit.send();
  await stepUp(page, manager, page.getByText("Asked for: it waits for a second person."));

  step("the maker cannot approve it");
  await visit(page, manager, "/balance-operations", "Balance operations");
  const own = page.getByRole("row").filter({ hasText: login });
  await own.waitFor();
  const approve = own.getByRole("button", { name: /^Approve/ });
  expect((await approve.getAttribute("aria-disabled")) === "true", "the maker may approve");
  await accessible(page, "the queue of the maker");

  step("a second person sees fresh checks, approves, and it is booked");
  const { person: finance, page: second } = await hireWithAuthenticator(world, "atlas", {
    name: "Petra Holm",
    role: "Finance",
    team: "Back office",
  });
  await visit(second, finance, "/balance-operations", "Balance operations");
  const theirs = second.getByRole("row").filter({ hasText: login });
  await theirs.getByRole("button", { name: /^Approve/ }).click();
  const decide = dialog(second, /^Approve: Deposit/);
  await decide.getByRole("list", { name: "Checks" }).waitFor();
  await accessible(second, "the dialog that approves");
  await decide.getByRole("button", { name: "Approve and send" }).click();
  await stepUp(second, finance, second.getByText("Booked", { exact: true }));
  await theirs.waitFor({ state: "detached" });
  await page.goto(address);
  await card
    .getByText(/5,000\.00/)
    .first()
    .waitFor({ timeout: 15_000 });

  step("a withdrawal is declined with a reason, another one taken back");
  for (const [amount, decline] of [
    ["2000", true],
    ["1500", false],
  ]) {
    await page.goto(address);
    const out = await ask("Withdrawal", amount, "Withdraw");
    await out.send();
    await stepUp(page, manager, page.getByText("Asked for: it waits for a second person."));
    const [who, tab] = decline ? [finance, second] : [manager, page];
    await visit(tab, who, "/balance-operations", "Balance operations");
    const waiting = tab.getByRole("row").filter({ hasText: login });
    await waiting.getByRole("button", { name: decline ? /^Decline/ : /^Take back/ }).click();
    const asked = dialog(tab, decline ? /^Decline:/ : /^Take back:/);
    if (decline) await asked.getByLabel("Reason").fill("The name on the bank account is another one");
    await asked.getByRole("button", { name: decline ? "Decline" : "Take back", exact: true }).click();
    await stepUp(tab, who, tab.getByText(decline ? "Declined" : "Taken back", { exact: true }));
    await waiting.waitFor({ state: "detached" });
  }

  step("the account's history has all three, and what they come to");
  await page.goto(address);
  await page.getByRole("button", { name: `What can be done with ${login}` }).click();
  await page.getByRole("menuitem", { name: "Its balance operations" }).click();
  const history = page.getByRole("row").filter({ hasText: login });
  for (const state of ["Booked", "Declined", "Taken back"]) await history.getByText(state, { exact: true }).waitFor();
  await page.getByText("(1 booked)").waitFor();
  await accessible(page, "the history of an account");
  for (const tab of ["Unknown", "Differences", "Limits"]) {
    await page.getByRole("tab", { name: new RegExp(`^${tab}`) }).click();
    await accessible(page, `the tab ${tab}`);
  }
}
