import { accessible } from "../lib/axe.mjs";
import { bring, check } from "../lib/imports.mjs";
import { dialog, grid, panel, rows, visit } from "../lib/portal.mjs";
import { expect, until } from "../lib/wait.mjs";

export const name = "a manager adds a field, lays the profile out, fills it in, and finds clients by it";
export const longest = 180_000;

export async function journey(world, step) {
  const manager = world.broker("northwind").who("CRM Manager");
  const page = await world.as(manager);
  const label = `Desk ${world.run}`;
  const section = `Desk part ${world.run}`;

  step("makes a field with two choices");
  await visit(page, manager, "/custom-fields");
  await page.getByRole("heading", { name: "Client fields" }).waitFor();
  await page.getByRole("button", { name: "New field" }).click();
  const form = dialog(page, "New field");
  await form.getByLabel("Label").fill(label);
  await form.getByRole("combobox", { name: "Kind" }).click();
  await page.getByRole("option", { name: "Choice" }).click();
  for (const [at, choice] of ["North", "South"].entries()) {
    await form.getByRole("button", { name: "Add a choice" }).click();
    await form.getByRole("textbox", { name: `Choice ${at + 1}` }).fill(choice);
  }
  await accessible(page, "the dialog of a field");
  await form.getByRole("button", { name: "Make" }).click();
  await form.waitFor({ state: "detached" });
  await page.getByRole("row", { name: new RegExp(label) }).waitFor();

  step("puts it into a section of the profile");
  await page.getByRole("button", { name: "New section" }).click();
  const titles = page.getByRole("textbox", { name: /^Title of section/ });
  const last = (await titles.count()) - 1;
  await titles.nth(last).fill(section);
  await page.getByRole("combobox", { name: `Add a field to section ${last + 1}` }).click();
  await page.getByRole("option", { name: label }).click();
  await accessible(page, "the layout of the profile");
  await page.getByRole("button", { name: "Save the layout" }).click();
  await page.getByText("The layout is saved").last().waitFor();

  step("fills it in for the first client of the list");
  await visit(page, manager, "/clients");
  await rows(page).first().waitFor();
  await rows(page).first().click();
  await page.getByRole("heading", { name: section }).waitFor();
  await panel(page).getByRole("button", { name: "Edit", exact: true }).click();
  const edit = dialog(page, /^Edit /);
  await edit.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: "North" }).click();
  await edit.getByRole("button", { name: "Save" }).click();
  await edit.waitFor({ state: "detached" });
  await page.getByText("North", { exact: true }).first().waitFor();

  step("shows it as a column, and asks for those who have the choice");
  await page.getByRole("button", { name: "Columns" }).click();
  await dialog(page, "Columns").getByRole("checkbox", { name: label }).check();
  await page.keyboard.press("Escape");
  await grid(page).getByRole("columnheader", { name: label }).waitFor();
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("menuitem", { name: label }).click();
  await page.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: "North" }).click();
  await page.keyboard.press("Escape");
  await until("one client is left", async () => (await page.getByText(/^1 client$/).count()) > 0);
  await until("the list shows no others", async () => (await rows(page).count()) === 1);
  await accessible(page, "a list with a column and a condition of the broker's own");

  step("a column of that name in a lead list fills it");
  const list = `Full name;E-mail;${label}\r\nOwn ${world.run};own.${world.run}@example.com;South\r\n`;
  await bring(page, manager, `own ${world.run}.csv`, Buffer.from(list));
  const becomes = await page.getByRole("combobox", { name: `${label} becomes` }).inputValue();
  expect(becomes === label, `${label} is taken for ${becomes}`);
  await accessible(page, "a column that becomes a field of the broker's own");
  await check(page, "Every row can be imported");

  step("takes the section out of the layout again, and archives the field");
  await visit(page, manager, "/custom-fields");
  await page.getByRole("button", { name: `Remove section ${last + 1}` }).click();
  await page.getByRole("button", { name: "Save the layout" }).click();
  await page.getByText("The layout is saved").last().waitFor();
  await page.getByRole("button", { name: `What can be done with ${label}` }).click();
  await page.getByRole("menuitem", { name: "Archive" }).click();
  await page.getByText(`${label} is archived`).waitFor();
}
