import { accessible } from "../lib/axe.mjs";
import { dialog, grid, rows, visit } from "../lib/portal.mjs";
import { expect, until } from "../lib/wait.mjs";

export const name = "a view of the list is saved, shared, pasted to a colleague, changed by two at once and removed";
export const longest = 180_000;

const current = (page, view) => page.getByRole("button", { name: new RegExp(`^View: ${view}`) });
const pick = async (page, item) => {
  await current(page, "").click();
  await page.getByRole("menuitem", { name: item }).click();
};
const counted = async (page) => Number((await page.getByText(/^[\d,]+ clients?$/).innerText()).replaceAll(/\D/g, ""));

export async function journey(world, step) {
  const manager = world.broker("northwind").who("CRM Manager");
  const agent = world.broker("northwind").who("Agent");
  const page = await world.as(manager);
  const saved = `Journey ${world.run}`;

  step("opens a view that the broker began with");
  await visit(page, manager, "/clients");
  await rows(page).first().waitFor();
  await current(page, "All clients").click();
  await page.getByRole("menuitem", { name: "No deposit yet" }).waitFor();
  await accessible(page, "the menu of views");
  await page.getByRole("menuitem", { name: "No deposit yet" }).click();
  await current(page, "No deposit yet").waitFor();
  await rows(page).first().waitFor();

  step("changes its order; the address says so, and Reset takes it back");
  await grid(page).getByRole("button", { name: "Created" }).click();
  await current(page, "No deposit yet, changed").waitFor();
  expect(page.url().includes("view=viw_") && page.url().includes("sort="), "the address lacks the view or its change");
  await page.getByRole("button", { name: "Reset" }).click();
  await until("the address is the view's alone", () => !page.url().includes("sort="));

  step("saves it as a view that everybody has");
  await grid(page).getByRole("button", { name: "Created" }).click();
  await page.getByRole("button", { name: "Save as…" }).click();
  const form = dialog(page, "Save as a new view");
  await form.getByLabel("Name").fill(saved);
  await form.getByRole("combobox", { name: "Who has it" }).click();
  await page.getByRole("option", { name: "Everybody" }).click();
  await accessible(page, "the dialog that saves a view");
  await form.getByRole("button", { name: "Save", exact: true }).click();
  await form.waitFor({ state: "detached" });
  await current(page, `${saved}$`).waitFor();

  step("columns are moved, shown, widened and kept in view by buttons, and saved");
  await page.getByRole("button", { name: "Columns" }).click();
  const columns = dialog(page, "Columns");
  await columns.getByRole("checkbox", { name: "Source" }).check();
  await columns.getByRole("button", { name: "Move Country forward" }).click();
  const source = () => grid(page).getByRole("columnheader", { name: "Source" });
  await source().waitFor();
  const narrow = (await source().boundingBox()).width;
  await columns.getByRole("button", { name: "Make Source wider" }).click();
  await columns.getByRole("button", { name: "Keep Country in view" }).click();
  await columns.getByText("Low", { exact: true }).click();
  await page.keyboard.press("Escape");
  await until("Source is wider", async () => (await source().boundingBox()).width > narrow);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("View saved").last().waitFor();
  await current(page, `${saved}$`).waitFor();
  const link = page.url();

  step("a colleague opens the pasted link: the same view, within his own reach");
  const colleague = await world.as(agent);
  await colleague.goto(link);
  await current(colleague, `${saved}$`).waitFor();
  await grid(colleague).getByRole("columnheader", { name: "Source" }).waitFor();
  const headings = async (tab) => await grid(tab).getByRole("columnheader").allInnerTexts();
  const [theirs, ours] = [await headings(colleague), await headings(page)];
  expect(theirs.join() === ours.join(), `the colleague sees other columns: ${theirs} instead of ${ours}`);
  const country = grid(colleague).getByRole("columnheader", { name: "Country" });
  expect((await country.getAttribute("data-pinned")) !== null, "the colleague's country scrolls away");

  step("groups count what the list shows");
  await page.getByRole("button", { name: "Group", exact: true }).click();
  await page.getByRole("menuitem", { name: "Country" }).click();
  const rail = page.getByRole("navigation", { name: "Groups by Country" });
  const first = rail.getByRole("button").nth(1);
  await first.waitFor();
  await accessible(page, "the groups of the list");
  const told = Number((await first.innerText()).replaceAll(/\D/g, ""));
  await first.click();
  await until("the list shows the group", async () => (await counted(page).catch(() => -1)) === told, {
    within: 30_000,
  });
  await page.getByRole("button", { name: "Reset" }).click();
  await rail.waitFor({ state: "detached" });

  step("the agent keeps an own view, and the list opens with it");
  await grid(colleague).getByRole("button", { name: "Client", exact: true }).click();
  await colleague.getByRole("button", { name: "Save as…" }).click();
  const own = dialog(colleague, "Save as a new view");
  await own.getByLabel("Name").fill(`Mine ${world.run}`);
  await own.getByRole("button", { name: "Save", exact: true }).click();
  await current(colleague, `Mine ${world.run}$`).waitFor();
  await pick(colleague, "Open my list with it");
  await colleague.getByText("Your list opens with this view").waitFor();
  await visit(colleague, agent, "/clients");
  await current(colleague, `Mine ${world.run}$`).waitFor();
  await pick(colleague, "Remove…");
  await dialog(colleague, /^Remove/)
    .getByRole("button", { name: "Remove" })
    .click();
  await current(colleague, "All clients").waitFor();
  await colleague.close();

  step("the manager's list opens with the view for everybody in his role");
  const opensForManagers = async (look) => {
    await pick(page, "Name and sharing…");
    const sharing = dialog(page, /^Name and sharing of/);
    await sharing.getByRole("combobox", { name: "Opens by itself for the roles" }).press("ArrowDown");
    await page.getByRole("option", { name: "CRM Manager", exact: true }).click();
    await page.keyboard.press("Escape");
    await look();
    await sharing.getByRole("button", { name: "Save", exact: true }).click();
    await sharing.waitFor({ state: "detached" });
  };
  await opensForManagers(() => accessible(page, "the roles that a view opens for"));
  // not left to later journeys, whatever becomes of this one
  try {
    const another = await world.as(manager);
    await visit(another, manager, "/clients");
    await current(another, `${saved}$`).waitFor();
    await another.close();
  } finally {
    await opensForManagers(async () => undefined);
  }
  const after = await world.as(manager);
  await visit(after, manager, "/clients");
  await current(after, "All clients").waitFor();
  await after.close();

  step("two save the same view: the second decides part by part");
  const second = await world.as(manager);
  await second.goto(link);
  await current(second, `${saved}$`).waitFor();
  await grid(second).getByRole("button", { name: "Client", exact: true }).click();
  await current(second, `${saved}, changed`).waitFor();
  await grid(page).getByRole("button", { name: "Number" }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("View saved").last().waitFor();
  await second.getByRole("button", { name: "Save", exact: true }).click();
  const conflict = dialog(second, "A colleague changed this too");
  await conflict.waitFor();
  await accessible(second, "the dialog of two savers");
  await conflict.getByRole("group", { name: "Order" }).getByRole("radio", { name: /^Mine/ }).check();
  await conflict.getByRole("button", { name: "Save", exact: true }).click();
  await conflict.waitFor({ state: "detached" });
  await current(second, `${saved}$`).waitFor();

  step("it is removed; the link still opens the list and says why");
  await pick(second, "Remove…");
  await dialog(second, /^Remove/)
    .getByRole("button", { name: "Remove" })
    .click();
  await current(second, "All clients").waitFor();
  await page.goto(link);
  await page.getByText(/This view was removed/).waitFor();
  await rows(page).first().waitFor();
}
