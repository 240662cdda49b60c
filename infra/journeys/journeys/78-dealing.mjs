import { accessible } from "../lib/axe.mjs";
import { buy, closeHalf, setStops } from "../lib/dealing.mjs";
import { dialog, stepUp, visit } from "../lib/portal.mjs";
import { addProduct, addServer, choose, openAccount, openAccountsTab, setLimits } from "../lib/trading.mjs";
import { expect } from "../lib/wait.mjs";

export const name = "a dealer opens, modifies and partly closes a position, and a second session sees it live";
export const longest = 240_000;

/** Moves little between two looks, so that no price is refused as stale. */
const symbol = "EURUSD";
const digits = 5;
const why = "Asked for by the client on the phone";

export async function journey(world, step) {
  const atlas = world.broker("atlas");
  const manager = atlas.who("CRM Manager");
  const dealer = atlas.who("Dealer");
  const page = await world.as(manager);
  const [server, product] = [`Dealing ${world.run}`, `Traded ${world.run}`];

  step("an account with money");
  await addServer(page, manager, server);
  await addProduct(page, manager, { name: product, server, group: "real\\standard" });
  await setLimits(page, manager, "USD", { alone: "100000", large: "200000" });
  await openAccountsTab(page, manager);
  const accounts = page.url();
  const login = await openAccount(page, manager, product);
  const card = page.getByRole("article", { name: login });
  const menu = async (tab, action) => {
    await tab.getByRole("button", { name: `What can be done with ${login}` }).click();
    await tab.getByRole("menuitem", { name: action }).click();
  };
  await menu(page, "Move money in or out");
  const deposit = dialog(page, `Money in or out of ${login}`);
  await deposit.getByLabel(/^Amount in/).fill("10000");
  await deposit.getByLabel("Reason").fill(why);
  await deposit.getByRole("button", { name: "Deposit", exact: true }).click();
  await stepUp(page, manager, page.getByText("Booked", { exact: true }));

  step("the second session watches the account's positions");
  await menu(page, "Its positions");
  await page.getByRole("heading", { name: "Positions", level: 1 }).waitFor();
  await page.getByText("Nothing matches").waitFor();
  const feeds = page.getByRole("list", { name: "Feeds" });
  await feeds.getByRole("listitem").filter({ hasText: server }).getByText("Fresh").waitFor();
  const watched = page.getByRole("grid", { name: "Positions" }).getByRole("row").filter({ hasText: symbol });

  step(
    "the dealer opens a position from the account: fresh prices and checks first, then the server's answer in place",
  );
  const own = await world.as(dealer);
  await visit(own, dealer, `/trading-accounts?login=${login}`, "Trading accounts");
  await buy(own, dealer, { login, symbol, lots: "0.40", why });

  step("the second session sees it without asking, and its profit moves");
  await watched.waitFor({ timeout: 15_000 });
  await watched.getByText("0.4", { exact: true }).waitFor();
  const before = await watched.textContent();
  await page.waitForFunction(
    ([text, label]) => {
      const row = [...document.querySelectorAll('[role="row"]')].find((each) => each.textContent?.includes(label));
      return row !== undefined && row.textContent !== text;
    },
    [before, symbol],
    { timeout: 30_000 },
  );
  await accessible(page, "the live grid of positions");

  step("a row click and the panel: stop loss and take profit are set");
  await visit(own, dealer, "/positions", "Positions");
  await own.getByLabel("Symbols, with commas between").fill(symbol);
  await own.keyboard.press("Enter");
  await own.getByRole("row").filter({ hasText: login }).click();
  const panel = own.getByRole("complementary", { name: new RegExp(`^${symbol}`) });
  const [loss, profit] = await setStops(own, dealer, panel, { symbol, digits, why });
  const grouped = (text) => Number(text).toLocaleString("en-GB", { minimumFractionDigits: digits });
  await watched.getByText(grouped(loss), { exact: true }).waitFor({ timeout: 15_000 });
  await watched.getByText(grouped(profit), { exact: true }).waitFor();

  step("half of it is closed by keyboard: c, half, reason, Enter");
  await closeHalf(own, dealer, panel, { symbol, why });
  await watched.getByText("0.2", { exact: true }).waitFor({ timeout: 15_000 });

  step("the commands are listed, the deals too, and the client's profile has both live");
  await own.getByRole("tab", { name: "Commands" }).click();
  const commands = own.getByRole("row").filter({ hasText: login });
  for (const what of ["Open", "Modify position", "Close"])
    await commands
      .getByRole("rowheader", { name: new RegExp(`^${what}`) })
      .first()
      .waitFor();
  await accessible(own, "the list of commands");
  for (const tab of ["Pending orders", "Exposure", "Margin watch", "Deals"]) {
    await own.getByRole("tab", { name: tab }).click();
    await own.getByRole("tabpanel").waitFor();
    await accessible(own, `the tab ${tab}`);
  }
  await page.goto(accounts);
  await card
    .getByText(/sec ago|^now$/)
    .first()
    .waitFor({ timeout: 15_000 });
  await page.getByRole("tab", { name: "Positions" }).click();
  await watched.filter({ hasText: login }).waitFor({ timeout: 15_000 });
  await accessible(page, "a client's positions");
  await page.getByRole("tab", { name: "History" }).click();
  await choose(page, page, "Account", new RegExp(`^${login}`));
  await page.getByRole("row").filter({ hasText: symbol }).nth(1).waitFor({ timeout: 30_000 });
  await accessible(page, "a client's history");
  for (const part of ["Ended orders", "Balance and equity", "Candles"]) {
    await page.getByRole("radiogroup", { name: "Part of the history" }).getByText(part, { exact: true }).click();
    await page.getByRole("tabpanel").waitFor();
    await accessible(page, `a client's history: ${part}`);
  }

  step("Northwind's manager sees none of it");
  const northwind = world.broker("northwind").who("CRM Manager");
  const other = await world.as(northwind);
  await visit(other, northwind, `/positions?symbol=${symbol}`, "Positions");
  await other.getByRole("list", { name: "Feeds" }).waitFor();
  expect((await other.getByRole("row").filter({ hasText: login }).count()) === 0, "another broker sees the position");
}
