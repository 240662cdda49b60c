import { accessible } from "../lib/axe.mjs";
import { dialog, stepUp, visit } from "../lib/portal.mjs";
import { bookings, loseNextAnswer, loseNothing } from "../lib/simulator.mjs";
import { addProduct, addServer, choose, openAccount, openAccountsTab, setLimits } from "../lib/trading.mjs";
import { expect, until } from "../lib/wait.mjs";

export const name =
  "withdrawals whose answers are lost are unknown, found out by hand and by themselves, and booked once";
export const longest = 300_000;

export async function journey(world, step) {
  const manager = world.broker("atlas").who("CRM Manager");
  const page = await world.as(manager);
  const [server, product] = [`Lost ${world.run}`, `Lost ${world.run}`];

  step("an account with a thousand dollars");
  await addServer(page, manager, server);
  await addProduct(page, manager, { name: product, server, group: "real\\standard" });
  await setLimits(page, manager, "USD", { alone: "100000", large: "200000" });
  await openAccountsTab(page, manager);
  const accounts = page.url();
  const login = await openAccount(page, manager, product);
  const move = async (kind, amount, verb, told) => {
    await page.goto(accounts);
    await page.getByRole("button", { name: `What can be done with ${login}` }).click();
    await page.getByRole("menuitem", { name: "Move money in or out" }).click();
    const asked = dialog(page, `Money in or out of ${login}`);
    await choose(page, asked, "What", kind);
    await asked.getByLabel(/^Amount in/).fill(amount);
    await asked.getByRole("list", { name: "Checks" }).waitFor();
    await asked.getByLabel("Reason").fill("Asked for by mail, account in own name");
    await asked.getByRole("button", { name: verb, exact: true }).click();
    await stepUp(page, manager, page.getByText(told));
  };
  await move("Deposit", "1000", "Deposit", "Booked");
  const row = page.getByRole("row").filter({ hasText: login });
  const unknown = "No answer came yet. It is looked up by itself, and never sent twice.";
  const booked = async (...amounts) => {
    const found = await bookings(login);
    expect(
      new Set(found.map(({ tag }) => tag)).size === found.length,
      `a tag was booked twice: ${JSON.stringify(found)}`,
    );
    const told = found.map(({ amount }) => amount).join(", ");
    expect(told === amounts.join(", "), `the server has ${told}, not ${amounts.join(", ")}`);
  };

  step("the answer to a withdrawal is lost: it is unknown, and the server has it once");
  await loseNextAnswer();
  await move("Withdrawal", "250", "Withdraw", unknown);
  await booked(1000, -250);
  await visit(page, manager, "/balance-operations?tab=unknown", "Balance operations");
  await row.getByText("Unknown", { exact: true }).waitFor();
  await accessible(page, "the queue of unknown operations");

  step("“Find out” finds it by its tag; nothing is sent again");
  await row.getByRole("button", { name: /^Find out/ }).click();
  await stepUp(page, manager, page.getByText("Booked", { exact: true }));
  await row.waitFor({ state: "detached" });
  await booked(1000, -250);

  step("the next one settles by itself within a minute or so");
  await loseNextAnswer();
  await move("Withdrawal", "100", "Withdraw", unknown);
  await visit(page, manager, "/balance-operations?tab=unknown", "Balance operations");
  await row.getByText("Unknown", { exact: true }).waitFor();
  await row.waitFor({ state: "detached", timeout: 120_000 });
  await booked(1000, -250, -100);

  step("the history tells how each was found, and the account has what is left");
  await page.goto(accounts);
  const card = page.getByRole("article", { name: login });
  await card
    .getByText(/650\.00/)
    .first()
    .waitFor({ timeout: 15_000 });
  await page.getByRole("button", { name: `What can be done with ${login}` }).click();
  await page.getByRole("menuitem", { name: "Its balance operations" }).click();
  await page.getByText("(3 booked)").waitFor();
  await until(
    "both withdrawals were found by their tags",
    async () => (await row.getByText("found by its tag").count()) === 2,
  );
  await accessible(page, "the history of what was lost and found");
  await loseNothing();
}
