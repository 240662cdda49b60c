import { accessible } from "../lib/axe.mjs";
import { dialog, grid, panel, rows, search, visit } from "../lib/portal.mjs";
import { expect, until } from "../lib/wait.mjs";

export const name = "a client is registered, changed by two at once, assigned and given back";

export async function journey(world, step) {
  const manager = world.broker("northwind").who("CRM Manager");
  const page = await world.as(manager);
  const email = `olena.petrenko.${world.run}@mail.example`;

  const register = async (last) => {
    await page.getByRole("button", { name: "New client" }).click();
    const form = dialog(page, "New client");
    await form.getByLabel("First name").fill("Olena");
    await form.getByLabel("Last name").fill(last);
    await form.getByLabel("E-mail").fill(email);
    return form;
  };

  step("registers a client");
  await visit(page, manager, "/clients");
  await rows(page).first().waitFor();
  const form = await register(`Petrenko ${world.run}`);
  await form.getByLabel("Phone").fill("+49 30 5550 1234");
  await form.getByRole("button", { name: "Register client" }).click();
  const opened = panel(page);
  await opened.getByRole("heading", { name: `Olena Petrenko ${world.run}` }).waitFor();
  await rows(page)
    .filter({ hasText: `Olena Petrenko ${world.run}` })
    .first()
    .waitFor();

  step("the same address is noticed while it is typed");
  const again = await register("Petrenka");
  await again.getByText("May be known already").waitFor();
  await again.getByRole("button", { name: new RegExp(`Olena Petrenko ${world.run}`) }).waitFor();
  await page.keyboard.press("Escape");
  await again.waitFor({ state: "detached" });

  step("two people edit at once; the second decides field by field");
  const colleague = await world.as(world.broker("northwind").who("Compliance Officer"));
  await colleague.goto(page.url());
  await panel(colleague)
    .getByRole("heading", { name: `Olena Petrenko ${world.run}` })
    .waitFor();
  const edit = async (tab, source, campaign) => {
    await panel(tab).getByRole("button", { name: "Edit", exact: true }).click();
    const fields = dialog(tab, `Edit Olena Petrenko ${world.run}`);
    await fields.getByLabel("Source").fill(source);
    if (campaign) await fields.getByLabel("Campaign").fill(campaign);
    return fields;
  };
  const mine = await edit(page, "Trade fair", "Autumn");
  const theirs = await edit(colleague, "Friend of the house");
  await theirs.getByRole("button", { name: "Save" }).click();
  await theirs.waitFor({ state: "detached" });
  await mine.getByRole("button", { name: "Save" }).click();
  const conflict = dialog(page, "A colleague changed this client too");
  await conflict.getByText("Friend of the house").waitFor();
  await conflict.getByText("Trade fair").waitFor();
  await accessible(page, "the dialog of a conflict");
  await conflict
    .getByRole("group", { name: "Source" })
    .getByRole("radio", { name: /Theirs/ })
    .check();
  await conflict.getByRole("button", { name: "Save" }).click();
  await conflict.waitFor({ state: "detached" });
  await opened.getByText("Friend of the house").waitFor();
  await opened.getByText("Autumn").waitFor();

  step("a colleague's open panel shows the change by itself");
  await panel(colleague).getByText("Autumn").waitFor({ timeout: 5_000 });
  await colleague.close();

  step("assigns the client, and takes it back");
  await opened.getByRole("button", { name: /^Owner: Nobody/ }).click();
  await page.getByRole("combobox", { name: "Find a colleague" }).fill("Tom");
  await page.getByRole("option", { name: /^Tom Becker/ }).click();
  await opened.getByRole("button", { name: /^Owner: Tom Becker/ }).waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await opened.getByRole("button", { name: /^Owner: Nobody/ }).waitFor();
  await page.getByText("Taken back").waitFor();
  await accessible(page, "a toast");

  step("whom it is assigned to sees the client come and go without asking");
  const agent = world.broker("northwind").who("Agent");
  const own = await world.as(agent);
  await visit(own, agent, `/clients?q=${world.run}`);
  await own.getByText("No client matches").waitFor();
  const owner = async (before, search, after) => {
    await opened.getByRole("button", { name: new RegExp(`^Owner: ${before}`) }).click();
    await page.getByRole("combobox", { name: "Find a colleague" }).fill(search);
    await page.getByRole("option", { name: new RegExp(`^${after}`) }).click();
    await opened.getByRole("button", { name: new RegExp(`^Owner: ${after}`) }).waitFor();
  };
  await owner("Nobody", "Tom", "Tom Becker");
  await rows(own)
    .filter({ hasText: `Olena Petrenko ${world.run}` })
    .waitFor({ timeout: 10_000 });
  await owner("Tom Becker", "Pavel", "Pavel Novak");
  await own.getByText("No client matches").waitFor({ timeout: 10_000 });
  await own.close();

  step("writes a note, pins it");
  await opened.getByRole("tab", { name: /Notes/ }).click();
  await opened.getByLabel("New note").fill("Prefers calls after six.");
  await page.keyboard.press("Control+Enter");
  await opened.getByRole("listitem").filter({ hasText: "Prefers calls after six." }).waitFor();
  await opened.getByRole("button", { name: "Pin to the top" }).click();
  await opened.getByRole("button", { name: "Unpin" }).waitFor();
  await opened.getByRole("tab", { name: "Timeline" }).click();
  await opened.getByText("Prefers calls after six.").first().waitFor();

  step("a pasted address gives the same rows and the same panel");
  await page.getByRole("button", { name: "Close the side panel" }).click();
  await search(page, world.run, `Olena Petrenko ${world.run}`);
  await page.getByRole("columnheader", { name: "Client", exact: true }).getByRole("button").click();
  await rows(page)
    .filter({ hasText: `Olena Petrenko ${world.run}` })
    .click();
  await panel(page).getByRole("tab", { name: /Notes/ }).click();
  await panel(page).getByText("Prefers calls after six.").waitFor();
  const sorted = (where) =>
    grid(where).getByRole("columnheader", { name: "Client", exact: true }).getAttribute("aria-sort");
  await until("the one that was searched for", async () => (await rows(page).count()) === 1);
  const places = (where) => rows(where).evaluateAll((all) => all.map((row) => row.id).join());
  const shown = await places(page);
  const pasted = await world.as(manager);
  await pasted.goto(page.url());
  await panel(pasted).getByText("Prefers calls after six.").waitFor();
  await until("the same rows", async () => (await places(pasted)) === shown);
  expect((await sorted(page)) === "ascending", "the list is not sorted");
  expect((await sorted(pasted)) === "ascending", "the pasted address lost its order");
}
