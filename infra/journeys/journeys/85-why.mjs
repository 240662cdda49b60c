import { accessible } from "../lib/axe.mjs";
import { hire } from "../lib/people.mjs";
import { dialog, inPreview, panel, rows, signIn, stepUp, visit } from "../lib/portal.mjs";
import { expect, until } from "../lib/wait.mjs";

export const name = "the manager sees why an agent sees one client and not another; a role denies, one is previewed";
export const longest = 240_000;

const verdict = (page) => page.getByRole("heading", { level: 2 }).first();

/** The client that somebody's list shows first: its name and its id. */
async function firstClient(page, person) {
  await visit(page, person, "/clients");
  const row = rows(page).first();
  await row.waitFor();
  return (await row.getByRole("gridcell").nth(1).innerText()).split("\n")[0].trim();
}

export async function journey(world, step) {
  const northwind = world.broker("northwind");
  const manager = northwind.who("CRM Manager");
  const { person, page: own } = await hire(world, "northwind", {
    name: "Vera Lind",
    role: "Agent",
    team: "Sales North",
  });
  await signIn(own, person);
  const page = await world.as(manager);

  step("a client of the agent's own, and one that is not");
  await visit(page, manager, "/clients");
  await rows(page).first().waitFor();
  const foreign = await firstClient(page, manager);
  await visit(own, person, "/clients");
  await own.getByRole("button", { name: "New client" }).first().click();
  const form = dialog(own, "New client");
  await form.getByLabel("First name").fill("Why");
  await form.getByLabel("Last name").fill(`Not${world.run}`);
  await form.getByRole("button", { name: "Register client" }).click();
  await own.getByRole("heading", { name: `Why Not${world.run}` }).waitFor();

  step("from the row of the agent: sees her own, by role and relation");
  await visit(page, manager, `/staff?q=${encodeURIComponent(person.name)}`, "Staff");
  await page.getByRole("button", { name: `What can be done with ${person.name}` }).click();
  await page.getByRole("menuitem", { name: "Why a client is seen, or not" }).click();
  await page.getByRole("heading", { name: "Who sees what" }).waitFor();
  const pick = async (text) => {
    const field = page
      .getByRole("combobox", { name: "Client" })
      .or(page.getByRole("textbox", { name: "Client" }))
      .first();
    await field.fill(text);
    await page
      .getByRole("option", { name: new RegExp(text) })
      .first()
      .click();
  };
  await pick(`Not${world.run}`);
  await until("the answer is yes", async () => (await verdict(page).innerText()).includes(`${person.name} sees`));
  await page.getByText(`${person.name} owns this client.`).waitFor();
  await page
    .getByRole("region", { name: "What is shown" })
    .getByRole("row", { name: /E-mail.*Partial/ })
    .waitFor();
  await accessible(page, "the answer yes");

  step("and not another's, with what is missing");
  await pick(foreign);
  await until("the answer is no", async () => (await verdict(page).innerText()).includes("does not see"));
  await page.getByText(`${person.name} neither owns this client nor takes part in it`).waitFor();
  await accessible(page, "the answer no");

  step("the question stands on the client's timeline");
  await visit(page, manager, "/audit");
  await page.getByText("Asked why a colleague sees the client, or does not").first().waitFor();

  step("a role that denies reveals");
  await visit(page, manager, "/roles/new", "New role");
  const role = `Quiet ${world.run}`;
  await page.getByLabel("Name", { exact: true }).fill(role);
  const reveal = page.getByRole("button", { name: "Contact details, Reveal: None" });
  await reveal.click();
  await page.getByRole("menuitemradio", { name: /^Denied/ }).click();
  await page.getByRole("button", { name: /^Contact details, Reveal: Denied/ }).waitFor();
  await accessible(page, "a role with a denial");
  await page.getByRole("button", { name: "Make role" }).click();
  await stepUp(page, manager, page.getByText(`The role ${role} is made`));

  step("given until a day, it beats the agent's own role");
  await visit(page, manager, `/staff?q=${encodeURIComponent(person.name)}`, "Staff");
  await page.getByRole("button", { name: `What can be done with ${person.name}` }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  const edit = dialog(page, `Edit ${person.name}`);
  await edit.getByLabel(role, { exact: true }).check();
  await edit.getByLabel(`${role}: last day, included; empty means no end`).fill("2099-12-31");
  await accessible(page, "a role with an end");
  await edit.getByRole("button", { name: "Save" }).click();
  await stepUp(page, manager, page.getByText("Saved"));
  await page
    .getByText(new RegExp(`${role} until`))
    .first()
    .waitFor();
  await page.getByRole("button", { name: `What can be done with ${person.name}` }).click();
  await page.getByRole("menuitem", { name: "Why a client is seen, or not" }).click();
  await pick(`Not${world.run}`);
  const denied = page.getByRole("row", { name: new RegExp(`Reveal.*No.*Denied by ${role}`) });
  await denied.waitFor();
  expect(await denied.isVisible(), "the denial is not named");

  step("the portal as an agent would have it, and back");
  await visit(page, manager, "/roles", "Roles");
  await page.getByRole("link", { name: "Agent", exact: true }).click();
  await page.getByRole("button", { name: "Preview as this role" }).click();
  await inPreview(page, async (banner) => {
    await banner.getByText("Nothing can be changed.").waitFor();
    const navigation = page.getByRole("navigation", { name: "Main" });
    await navigation.getByRole("link", { name: "Clients", exact: true }).waitFor();
    expect((await navigation.getByRole("link", { name: "Roles" }).count()) === 0, "an agent manages no roles");
    await accessible(page, "a preview of a role");

    step("opens a client in it, masked as an agent has it");
    await visit(page, manager, "/clients");
    const masked = rows(page).filter({ hasText: "•" }).first();
    await masked.getByRole("gridcell").nth(1).click();
    await panel(page).getByRole("tab", { name: "Overview" }).waitFor();
    expect((await page.getByText("This is a preview").count()) === 0, "no profile opens in a preview");
    expect(/•/.test(await panel(page).innerText()), "an agent's mask is not there");
    await accessible(page, "a profile in a preview");
    await page.keyboard.press("Escape");
  });
  await page.getByRole("heading", { name: "Roles", level: 1 }).waitFor();

  step("what is used of the roles, and who holds a permission for nothing");
  await visit(page, manager, "/roles", "Roles");
  await page.getByText("What is used of it").click();
  const uses = page.getByRole("region", { name: "Permissions and their use" });
  const view = uses.getByRole("row", { name: /Clients: View/ });
  await view.getByRole("button", { name: /hold Clients: View/ }).click();
  await page.getByRole("list", { name: "Who holds Clients: View" }).getByRole("listitem").first().waitFor();
  await accessible(page, "how permissions are used");
}
