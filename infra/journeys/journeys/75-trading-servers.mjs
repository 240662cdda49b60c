import { accessible } from "../lib/axe.mjs";
import { dialog, stepUp, visit } from "../lib/portal.mjs";
import { simulator } from "../lib/stack.mjs";
import { choose } from "../lib/trading.mjs";
import { expect } from "../lib/wait.mjs";

export const name = "the manager adds a trading server, tests it, mends its password, and archives it";

export async function journey(world, step) {
  const atlas = world.broker("atlas");
  const manager = atlas.who("CRM Manager");
  const { mt5 } = simulator();
  const server = `Live ${world.run}`;
  const page = await world.as(manager);
  const row = page.getByRole("row").filter({ hasText: server });
  const form = () => dialog(page, "Add a trading server");
  const report = dialog(page, `Test of ${server}`);

  step("a host that the operator has not allowed is refused at its field, with the operator's command");
  await visit(page, manager, "/trading-servers", "Trading servers");
  await page.getByRole("button", { name: "Add trading server" }).first().click();
  await form().getByLabel("Name", { exact: true }).fill(server);
  await form().getByLabel("Host").fill("https://mt5.somewhere.example:1443/");
  await form().getByLabel("Manager login").fill(String(mt5.login));
  await form().getByLabel("API password", { exact: true }).fill("not the password");
  expect((await form().getByLabel("Port").inputValue()) === "1443", "the pasted port is not in its field");
  await form().getByRole("button", { name: "Add and test" }).click();
  const command = form().getByText("provisioning trading-host allow atlas mt5.somewhere.example");
  await stepUp(page, manager, command);
  await accessible(page, "the form of a trading server with a refused host");

  step("the right address, trusted by its pin: added, tested at once, and not let in");
  await form().getByLabel("Host").fill(mt5.host);
  await form().getByLabel("Port").fill(mt5.port);
  await choose(page, form(), "Certificate", "It is this one certificate (pin)");
  await form().getByLabel("Certificate pin").fill(mt5.certificate_sha256);
  await form().getByRole("button", { name: "Add and test" }).click();
  await stepUp(page, manager, report);
  await report.getByText("The platform cannot work with it").waitFor();
  await report.getByText(/^Signing in failed/).waitFor();
  await accessible(page, "the report of a failed test");

  step("the password is set anew from the report: the test is good");
  await report.getByRole("button", { name: "Edit server" }).click();
  const edit = dialog(page, `Edit ${server}`);
  expect((await edit.getByLabel("API password", { exact: true }).inputValue()) === "", "the secret was read back");
  await edit.getByLabel("API password", { exact: true }).fill(mt5.password);
  await edit.getByRole("button", { name: "Save" }).click();
  await stepUp(page, manager, page.getByText("Saved", { exact: true }));
  await page.getByRole("button", { name: `Test ${server}` }).click();
  await stepUp(page, manager, report.getByText("All is well"));
  await accessible(page, "the report of a good test");
  await report.getByRole("button", { name: "Close" }).last().click();
  await row.getByText("Answering", { exact: true }).waitFor();
  await row.getByRole("cell", { name: /^[\d,]+ ms$/ }).waitFor();
  await row.getByRole("list", { name: "Lag by feed" }).getByText("Positions").waitFor();
  await row.getByText(/^UTC/).waitFor();
  expect(!(await page.content()).includes(mt5.password), "the page holds the secret");

  step("archived it leaves the list, restored it comes back");
  await page.getByRole("button", { name: `What can be done with ${server}` }).click();
  await page.getByRole("menuitem", { name: "Archive" }).click();
  await dialog(page, `Archive ${server}?`).getByRole("button", { name: "Archive server" }).click();
  await stepUp(page, manager, page.getByText(`${server} is archived`));
  await row.waitFor({ state: "detached" });
  await page.getByRole("switch", { name: /^Show \d+ archived server/ }).click();
  await row.getByText("Archived").waitFor();
  await page.getByRole("button", { name: `What can be done with ${server}` }).click();
  await page.getByRole("menuitem", { name: "Restore", exact: true }).click();
  await dialog(page, `Restore ${server}?`).getByRole("button", { name: "Restore server" }).click();
  await stepUp(page, manager, page.getByText(`${server} is in use again`));
  await page.getByRole("button", { name: `What can be done with ${server}` }).click();
  await page.getByRole("menuitem", { name: "Archive" }).click();
  await dialog(page, `Archive ${server}?`).getByRole("button", { name: "Archive server" }).click();
  await stepUp(page, manager, page.getByText(`${server} is archived`).last());

  step("Northwind sees none of it, and an agent not even the page");
  const northwind = world.broker("northwind");
  const other = await world.as(northwind.who("CRM Manager"));
  await visit(other, northwind.who("CRM Manager"), "/trading-servers", "Trading servers");
  expect((await other.getByText(server).count()) === 0, "Northwind sees a server of Atlas FX");
  const agent = atlas.who("Agent");
  const own = await world.as(agent);
  await visit(own, agent, "/trading-servers", "Trading servers");
  await own.getByText("This page is not part of your role").waitFor();
}
