import { accessible } from "../lib/axe.mjs";
import { dialog, panel, rows, search, stepUp, visit } from "../lib/portal.mjs";
import { expect, until } from "../lib/wait.mjs";

export const name = "two registrations of one person are found, kept apart, merged into one, and taken apart again";
export const longest = 180_000;

export async function journey(world, step) {
  const manager = world.broker("northwind").who("CRM Manager");
  const page = await world.as(manager);
  const surname = `Zwilling${world.run}`;
  const address = `zwilling.${world.run}@post.example`;

  step("registers the same person twice");
  await visit(page, manager, "/clients");
  await rows(page).first().waitFor();
  for (const first of ["Olga", "Olya"]) {
    await page.getByRole("button", { name: "New client" }).click();
    const create = dialog(page, "New client");
    await create.getByLabel("First name").fill(first);
    await create.getByLabel("Last name").fill(surname);
    await create.getByLabel("E-mail").fill(address);
    await create.getByRole("button", { name: "Register client" }).click();
    await create.waitFor({ state: "detached" });
  }

  step("they stand among the duplicates");
  await visit(page, manager, "/duplicates", "Duplicates");
  const cluster = page.getByRole("article", { name: new RegExp(surname) });
  await cluster.waitFor();
  await cluster.getByText("The same e-mail address").waitFor();
  await accessible(page, "the page of duplicates");

  step("says that they are not the same person, and takes it back");
  await cluster.getByRole("button", { name: "Not the same person" }).click();
  await cluster.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await cluster.waitFor();

  step("looks at them side by side");
  await cluster.getByRole("button", { name: "Merge…" }).click();
  const merge = dialog(page, "Merge clients");
  await merge.getByRole("table").waitFor();
  const names = merge.getByRole("row", { name: /^Name/ });
  await names.getByRole("radio").nth(1).check();
  await merge.getByText("1 contact afterwards").waitFor();
  await accessible(page, "the preview of a merge");
  expect(await merge.getByRole("button", { name: "Merge", exact: true }).isDisabled(), "merges without a reason");
  await merge.getByLabel("Reason").fill("The same person registered twice");
  await merge.getByRole("button", { name: "Merge", exact: true }).click();
  await stepUp(page, manager, page.getByText("2 clients are one now"));
  const undo = page.getByRole("button", { name: "Undo" });

  step("there is one client, with the chosen name");
  await page.getByRole("heading", { name: `Olya ${surname}`, level: 1 }).waitFor();
  const kept = new URL(page.url()).pathname;
  await page.getByRole("tab", { name: "Timeline" }).click();
  await page.getByText("Merged with another client").first().waitFor();
  await accessible(page, "the timeline after a merge");
  if (await undo.isVisible()) await until("the toast went", async () => !(await undo.isVisible()), { within: 12_000 });
  await visit(page, manager, "/clients");
  await search(page, surname, surname);
  await until("one is left in the list", async () => (await rows(page).filter({ hasText: surname }).count()) === 1);

  step("takes the merge back from the client's menu");
  await visit(page, manager, kept);
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Merges into this client" }).click();
  const merges = dialog(page, "Merges into this client");
  await merges.getByRole("button", { name: "Take back" }).waitFor();
  await accessible(page, "the merges of a client");
  await merges.getByRole("button", { name: "Take back" }).click();
  await stepUp(page, manager, page.getByText("The merge is taken back"));
  await page.getByRole("heading", { name: `Olga ${surname}`, level: 1 }).waitFor();
  await visit(page, manager, "/clients");
  await search(page, surname, surname);
  await until("both are there again", async () => (await rows(page).filter({ hasText: surname }).count()) === 2);

  step("the old link of one who was merged away goes on to the kept one");
  await rows(page).filter({ hasText: "Olya" }).first().click();
  await panel(page)
    .getByRole("heading", { name: `Olya ${surname}` })
    .waitFor();
  await panel(page).getByRole("link", { name: "Open the whole page" }).click();
  await page.getByRole("heading", { name: `Olya ${surname}`, level: 1 }).waitFor();
  const gone = new URL(page.url()).pathname;
  await visit(page, manager, "/clients");
  await search(page, surname, surname);
  // only then the list is the one that was searched for: another one clears what is ticked
  await page.getByText("2 clients", { exact: true }).waitFor();
  for (const at of [0, 1]) await rows(page).filter({ hasText: surname }).nth(at).getByRole("checkbox").click();
  await page.getByRole("region", { name: "Chosen clients" }).getByRole("button", { name: "Merge…" }).click();
  await merge.getByRole("table").waitFor();
  await merge.getByRole("combobox", { name: "Keep" }).click();
  await page.getByRole("option", { name: new RegExp(`^Olga ${surname}`) }).click();
  await merge.getByRole("table").waitFor();
  await merge.getByLabel("Reason").fill("The same person registered twice");
  await merge.getByRole("button", { name: "Merge", exact: true }).click();
  await stepUp(page, manager, page.getByText("2 clients are one now"));
  await visit(page, manager, gone);
  await page.getByRole("heading", { name: `Olga ${surname}`, level: 1 }).waitFor();
  expect(new URL(page.url()).pathname === kept, "the old link did not go on");
}
