// Trading servers and accounts, the way a manager makes them on the simulator.
import { dialog, rows, stepUp, visit } from "./portal.mjs";
import { simulator } from "./stack.mjs";

/** Picks an option of a select field. */
export async function choose(page, form, field, option) {
  await form
    .getByRole("combobox", { name: field })
    .or(form.getByRole("textbox", { name: field }))
    .first()
    .click();
  await page.getByRole("option", { name: option }).first().click();
}

/** Adds the simulator's MT5 server and closes the report of its test, which is good. */
export async function addServer(page, manager, name) {
  const { mt5 } = simulator();
  await visit(page, manager, "/trading-servers", "Trading servers");
  await page.getByRole("button", { name: "Add trading server" }).first().click();
  const form = dialog(page, "Add a trading server");
  await form.getByLabel("Name", { exact: true }).fill(name);
  await form.getByLabel("Host").fill(mt5.host);
  await form.getByLabel("Port").fill(mt5.port);
  await form.getByLabel("Manager login").fill(String(mt5.login));
  await form.getByLabel("API password", { exact: true }).fill(mt5.password);
  await choose(page, form, "Certificate", "It is this one certificate (pin)");
  await form.getByLabel("Certificate pin").fill(mt5.certificate_sha256);
  await form.getByRole("button", { name: "Add and test" }).click();
  const report = dialog(page, `Test of ${name}`);
  await stepUp(page, manager, report.getByText("All is well"));
  await report.getByRole("button", { name: "Close" }).last().click();
}

/** Adds a product of a server's group. */
export async function addProduct(page, manager, { name, server, group }) {
  await visit(page, manager, "/trading-servers", "Trading servers");
  await page.getByRole("button", { name: "Add product" }).click();
  const form = dialog(page, "Add a product");
  await form.getByLabel("Name", { exact: true }).fill(name);
  await choose(page, form, "Server", server);
  await form.getByLabel("Group").fill(group);
  await form.getByLabel("Leverages").fill("30, 100, 200");
  await form.getByRole("button", { name: "Add product" }).click();
  await stepUp(page, manager, page.getByText(`The product ${name} is added`));
}

/** Opens the accounts of the first client of the list, on the client's own page. */
export async function openAccountsTab(page, person) {
  await visit(page, person, "/clients");
  await rows(page).filter({ hasText: "@" }).nth(1).click();
  await page.getByRole("link", { name: "Open the whole page" }).click();
  await page.getByRole("tab", { name: "Accounts" }).click();
  await page.getByRole("button", { name: "Open account" }).waitFor();
}

/** Opens an account of a product on the page of a client's accounts; gives its login. */
export async function openAccount(page, manager, product) {
  await page.getByRole("button", { name: "Open account" }).click();
  const form = dialog(page, /^Open an account for/);
  await choose(page, form, "Product", new RegExp(`^${product}`));
  await form.getByLabel("Show me the passwords once").uncheck();
  await form.getByRole("button", { name: "Open account" }).click();
  const shown = dialog(page, /^Account \d+ is opened$/);
  await stepUp(page, manager, shown);
  const login = await shown.locator("code").first().textContent();
  await shown.getByRole("button", { name: "Done" }).click();
  return login;
}

/** Sets how much of a currency one person may move alone, and from where on it is large. */
export async function setLimits(page, manager, currency, { alone, large }) {
  await visit(page, manager, "/balance-operations?tab=limits", "Balance operations");
  const add = page.getByRole("button", { name: "Add a currency" });
  await add.waitFor();
  const known = page.getByRole("button", { name: `What can be done with ${currency}` });
  if (await known.isVisible()) {
    await known.click();
    await page.getByRole("menuitem", { name: "Edit" }).click();
  } else {
    await add.click();
    await dialog(page).getByLabel("Currency", { exact: true }).fill(currency);
  }
  const limits = dialog(page, /^Limits in/);
  await limits.getByLabel("Alone, at once").fill(alone);
  await limits.getByLabel("Alone, in 24 hours").fill(alone);
  await limits.getByLabel("Large beyond").fill(large);
  await limits.getByRole("button", { name: "Save" }).click();
  await stepUp(page, manager, page.getByText("Saved", { exact: true }));
}

/** Opens an account of the demo's own product for a client of a broker. */
export async function openPracticeAccount(world, slug, product) {
  const manager = world.broker(slug).who("CRM Manager");
  const page = await world.as(manager);
  await openAccountsTab(page, manager);
  await page.getByRole("button", { name: "Open account" }).click();
  const form = dialog(page, /^Open an account for/);
  await choose(page, form, "Product", product);
  await choose(page, form, "Leverage", "1:100");
  await form.getByRole("button", { name: "Open account" }).click();
  const shown = dialog(page, /^Account \d+ is opened$/);
  await stepUp(page, manager, shown);
  await shown.getByLabel("I have passed it on or stored it").check();
  await shown.getByRole("button", { name: "Done" }).click();
  await page.close();
}
