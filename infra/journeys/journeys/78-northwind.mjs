import { buy, closeHalf, setStops } from "../lib/dealing.mjs";
import { visit } from "../lib/portal.mjs";
import { expect, until } from "../lib/wait.mjs";

export const name = "Northwind's dealer deals on a client's account of the demo and sees its equity move";
export const longest = 240_000;

/** Moves little between two looks, so that no price is refused as stale. */
const symbol = "EURUSD";
const why = "Asked for by the client on the phone";

export async function journey(world, step) {
  const dealer = world.broker("northwind").who("Dealer");
  const page = await world.as(dealer);

  step("a live account with money, and its client's page beside it");
  await visit(page, dealer, "/trading-accounts?money=LIVE", "Trading accounts");
  const row = page
    .getByRole("row")
    .filter({ hasText: "MT5 live" })
    .filter({ hasText: "USD" })
    .filter({ hasNotText: "blocked" })
    .first();
  await row.waitFor();
  const login = (await row.getByRole("rowheader").textContent()).match(/\d{4,}/)[0];
  const beside = await world.as(dealer);
  await visit(beside, dealer, `/trading-accounts?login=${login}`, "Trading accounts");
  await beside.getByRole("row").filter({ hasText: login }).getByRole("link").first().click();
  const card = beside.getByRole("article", { name: login });
  await card.waitFor();
  const equity = card.getByText("Equity", { exact: true }).locator("xpath=following-sibling::*[1]");
  await equity.waitFor();

  step("buys, sets the stops, closes half");
  await buy(page, dealer, { login, symbol, lots: "0.20", why });
  const opened = await equity.textContent();
  await visit(page, dealer, "/positions", "Positions");
  await page.getByLabel("Symbols, with commas between").fill(symbol);
  await page.keyboard.press("Enter");
  const exactly = (lots) => ({ has: page.getByText(lots, { exact: true }) });
  await page.getByRole("row").filter({ hasText: login }).filter(exactly("0.2")).first().click();
  const panel = page.getByRole("complementary", { name: new RegExp(`^${symbol}`) });
  const stops = await setStops(page, dealer, panel, { symbol, digits: 5, why });
  await panel.getByText(stops[0]).first().waitFor();

  step("equity moves by itself");
  await until("another equity", async () => (await equity.textContent()) !== opened, { within: 30_000 });
  await closeHalf(page, dealer, panel, { symbol, why });
  const left = page.getByRole("row").filter({ hasText: login }).filter({ hasText: stops[0] });
  await left.getByText("0.1", { exact: true }).waitFor({ timeout: 15_000 });

  step("play money stands apart: its servers are there when it is asked for");
  await visit(page, dealer, "/positions", "Positions");
  const servers = page.getByRole("list", { name: "Feeds" }).getByRole("listitem");
  await servers.filter({ hasText: "MT5 live" }).waitFor();
  expect((await servers.filter({ hasText: "practice" }).count()) === 0, "play money among real money");
  await page.getByRole("combobox", { name: "Live or demo" }).click();
  await page.getByRole("option", { name: "Demo", exact: true }).click();
  await servers.filter({ hasText: "MT5 practice" }).waitFor();
  await until("no real money", async () => (await servers.filter({ hasText: "live" }).count()) === 0);
}
