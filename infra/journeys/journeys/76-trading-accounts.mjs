import { accessible } from "../lib/axe.mjs";
import { dialog, stepUp, visit } from "../lib/portal.mjs";
import { addProduct, addServer, choose, openAccountsTab } from "../lib/trading.mjs";
import { expect } from "../lib/wait.mjs";

export const name = "an account is opened for a client, changed, blocked, given a new password, and archived";

export async function journey(world, step) {
  const atlas = world.broker("atlas");
  const manager = atlas.who("CRM Manager");
  const page = await world.as(manager);
  const [server, standard, pro] = [`Accounts ${world.run}`, `Standard ${world.run}`, `Pro ${world.run}`];
  const why = "Asked for by the client on the phone";

  step("the manager adds a server and two products of it");
  await addServer(page, manager, server);
  await addProduct(page, manager, { name: standard, server, group: "real\\standard" });
  await addProduct(page, manager, { name: pro, server, group: "real\\pro" });
  await accessible(page, "the servers and products");

  step("opens an account for a client; login and passwords are shown once");
  await openAccountsTab(page, manager);
  const address = page.url();
  await page.getByRole("button", { name: "Open account" }).click();
  const form = dialog(page, /^Open an account for/);
  await choose(page, form, "Product", new RegExp(`^${standard}`));
  await choose(page, form, "Leverage", "1:100");
  await accessible(page, "the form of a new account");
  await form.getByRole("button", { name: "Open account" }).click();
  const shown = dialog(page, /^Account \d+ is opened$/);
  await stepUp(page, manager, shown);
  await accessible(page, "the dialog with a new account's passwords");
  const login = await shown.locator("code").first().textContent();
  const password = await shown.locator("[data-secret]").first().textContent();
  expect(/^\d+$/.test(login) && password.length >= 8, "login or password is missing");
  await shown.getByLabel("I have passed it on or stored it").check();
  await shown.getByRole("button", { name: "Done" }).click();

  step("it is there with its figures and their age; the password is not");
  const card = page.getByRole("article", { name: login });
  for (const text of ["0.00 USD", /1:100/, "Live"]) await card.getByText(text).first().waitFor();
  await card.getByRole("button", { name: `Read the figures of ${login} now` }).click();
  await card.locator("time").waitFor();
  await accessible(page, "a client's accounts");
  await page.goto(address);
  await card.waitFor();
  expect(!(await page.content()).includes(password), "the password is shown again");

  step("another product and leverage, with the effect shown first");
  const menu = async (action) => {
    await page.getByRole("button", { name: `What can be done with ${login}` }).click();
    await page.getByRole("menuitem", { name: action }).click();
  };
  await menu("Change product or leverage");
  const change = dialog(page, `Change ${login}`);
  await choose(page, change, "Product", new RegExp(`^${pro}`));
  await choose(page, change, "Leverage", "1:30");
  await change.getByText("No position is open").waitFor();
  await change.getByLabel("Reason").fill(why);
  await accessible(page, "the dialog that changes an account");
  await change.getByRole("button", { name: "Change account" }).click();
  await stepUp(page, manager, card.getByText(/1:30/));
  await card.getByText(pro).waitFor();

  step("trading is blocked and allowed again");
  const blocked = card.getByText("Trading blocked");
  for (const [action, state] of [
    ["Block trading", "visible"],
    ["Allow trading", "detached"],
  ]) {
    await menu(action);
    const asked = dialog(page, `${action} on ${login}?`);
    await asked.getByLabel("Reason").fill(why);
    await asked.getByRole("button", { name: action }).click();
    await stepUp(page, manager, page.getByText("Saved", { exact: true }));
    await blocked.waitFor({ state });
  }

  step("a new password is shown once");
  await menu("Set a new password");
  const set = dialog(page, `Set a new password for ${login}`);
  await set.getByLabel("Reason").fill(why);
  await set.getByRole("button", { name: "Set password" }).click();
  const next = dialog(page, `New password of ${login}`);
  await stepUp(page, manager, next);
  expect((await next.locator("[data-secret]").textContent()) !== password, "the new password is the old one");
  await next.getByLabel("I have passed it on or stored it").check();
  await next.getByRole("button", { name: "Done" }).click();

  step("the page of all accounts finds it by its login");
  await visit(page, manager, "/trading-accounts", "Trading accounts");
  await page.getByRole("searchbox", { name: "Login" }).fill(login);
  await page.keyboard.press("Enter");
  await page.getByRole("row").filter({ hasText: login }).waitFor();
  await accessible(page, "the list of accounts");
  expect(page.url().includes(`login=`), "the filter is not in the address");

  step("linking the same login again is refused at its field");
  await page.goto(address);
  await page.getByRole("button", { name: "Link a login" }).click();
  const link = dialog(page, /^Link a login/);
  await choose(page, link, "Product", new RegExp(`^${pro}`));
  await link.getByLabel("Login").fill(login);
  await link.getByLabel("Reason").fill(why);
  await link.getByRole("button", { name: "Link login" }).click();
  await link.getByText("This login is linked to a client already.").waitFor();
  await accessible(page, "the dialog that links a login");
  await link.getByRole("button", { name: "Cancel" }).click();

  step("archived it leaves the list");
  await menu("Archive");
  const archive = dialog(page, `Archive ${login}?`);
  await archive.getByLabel("Reason").fill(why);
  await archive.getByRole("button", { name: "Archive account" }).click();
  await stepUp(page, manager, page.getByText(`${login} is archived`));
  await card.waitFor({ state: "detached" });
  await page.getByRole("switch", { name: "Archived" }).click();
  await card.waitFor();

  step("Northwind's manager does not find it");
  const northwind = world.broker("northwind").who("CRM Manager");
  const other = await world.as(northwind);
  await visit(other, northwind, `/trading-accounts?login=${login}`, "Trading accounts");
  await other.getByText("No account matches").waitFor();
  expect((await other.getByRole("row").filter({ hasText: login }).count()) === 0, "another broker sees the account");
}
