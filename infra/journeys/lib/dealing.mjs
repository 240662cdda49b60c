// What a dealer does to a position, the way it is done in the portal.
import { accessible } from "./axe.mjs";
import { dialog, stepUp } from "./portal.mjs";

const done = (page) => page.getByRole("dialog").getByText("Done", { exact: true });

/** Buys from the menu of an account in the list of accounts; fresh prices and checks come first. */
export async function buy(page, dealer, { login, symbol, lots, why }) {
  await page.getByRole("button", { name: `What can be done with ${login}` }).click();
  await page.getByRole("menuitem", { name: "New order" }).click();
  const order = dialog(page, `New order for ${login}`);
  await order.getByLabel("Symbol", { exact: true }).fill(symbol);
  await page.getByRole("option", { name: new RegExp(`^${symbol}`) }).click();
  await order.getByRole("group", { name: `Prices of ${symbol}` }).waitFor();
  await order.getByLabel("Lots").fill(lots);
  await order.getByRole("list", { name: "Checks" }).waitFor();
  await order.getByLabel("Reason").fill(why);
  await accessible(page, "the form of a new order");
  await order.getByRole("button", { name: "Buy", exact: true }).click();
  await stepUp(page, dealer, done(page));
  await page
    .getByRole("dialog")
    .getByText(/lots at/)
    .waitFor();
  await accessible(page, "what became of a command");
  await page.getByRole("button", { name: "Close this" }).click();
}

/** Sets stop loss and take profit a tenth of the price away, from the open panel; gives both. */
export async function setStops(page, dealer, panel, { symbol, digits, why }) {
  await panel.getByRole("button", { name: "Modify" }).click();
  const modify = dialog(page, new RegExp(`^Modify ${symbol}`));
  const bid = modify
    .getByRole("group", { name: `Prices of ${symbol}` })
    .locator("bdi")
    .first();
  await bid.waitFor();
  const price = Number((await bid.textContent()).replaceAll(",", ""));
  const stops = [(price * 0.9).toFixed(digits), (price * 1.1).toFixed(digits)];
  await modify.getByLabel("Stop loss").fill(stops[0]);
  await modify.getByLabel("Take profit").fill(stops[1]);
  await modify.getByLabel("Reason").fill(why);
  await modify.getByRole("list", { name: "Checks" }).waitFor();
  await accessible(page, "the form that modifies a position");
  await modify.getByRole("button", { name: "Modify position", exact: true }).click();
  await stepUp(page, dealer, done(page));
  await page.getByRole("button", { name: "Close this" }).click();
  return stops;
}

/** Closes half of the position in the open panel by keyboard: c, half, reason, Enter. */
export async function closeHalf(page, dealer, panel, { symbol, why }) {
  await panel.getByRole("heading", { level: 2 }).click();
  await page.keyboard.press("c");
  const close = dialog(page, new RegExp(`^Close ${symbol}`));
  await close.getByRole("button", { name: "50 %" }).click();
  await close.getByLabel("Reason").fill(why);
  await close.getByRole("button", { name: "Close this part" }).waitFor();
  await accessible(page, "the form that closes a position");
  await close.getByLabel("Reason").press("Enter");
  await stepUp(page, dealer, done(page));
  await page
    .getByRole("dialog")
    .getByText(/slippage/i)
    .waitFor();
  await page.keyboard.press("Escape");
}
