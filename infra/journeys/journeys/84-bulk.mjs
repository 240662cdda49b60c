import { readFileSync } from "node:fs";
import { accessible } from "../lib/axe.mjs";
import { dialog, grid, rows, stepUp, visit } from "../lib/portal.mjs";
import { expect, until } from "../lib/wait.mjs";

export const name =
  "clients are given to two agents in turn and taken back; all that match get a tag, and are shared out in three clicks; a status that some may not take leaves those, as a file";
export const longest = 240_000;

export async function journey(world, step) {
  const manager = world.broker("northwind").who("CRM Manager");
  const page = await world.as(manager);
  const bar = page.getByRole("region", { name: "Chosen clients" });
  const work = page.getByRole("region", { name: "Change of many clients" });
  const pick = async (item) => {
    await bar.getByRole("button", { name: "Change them" }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  await visit(page, manager, "/clients");
  await rows(page).first().waitFor();

  step("ticks a range of six");
  const box = (at) => rows(page).nth(at).getByRole("checkbox");
  await box(0).click();
  await box(5).click({ modifiers: ["Shift"] });
  await bar.getByText("6 clients selected").waitFor();
  await accessible(page, "a selection in the list");

  step("sees who would get how many, and begins");
  await bar.getByRole("button", { name: "Assign…" }).click();
  const assign = dialog(page, "Assign the chosen clients");
  const people = assign.getByRole("combobox", { name: "People, in this order" });
  for (const at of [0, 1]) {
    await people.click();
    await page.getByRole("option").nth(at).click();
  }
  await page.keyboard.press("Escape");
  await assign.getByText(/^6 would be changed/).waitFor();
  await accessible(page, "the dialog that assigns many");
  await assign.getByRole("button", { name: "Share 6 out among 2" }).click();
  await work.getByText(/^\d+ of 6 changed/).waitFor();
  await work.getByRole("button", { name: "Stop" }).waitFor({ state: "detached" });
  await accessible(page, "the end of a change of many");

  step("sees what each of them was and became");
  await work
    .getByRole("button", { name: "What became of each" })
    .or(work.getByRole("button", { name: /^Why / }))
    .first()
    .click();
  const each = dialog(page, "What became of each client");
  await each.getByRole("button", { name: /^All/ }).click();
  await each
    .getByText(/^Changed from/)
    .first()
    .waitFor();
  await accessible(page, "what became of each client");
  await page.keyboard.press("Escape");

  step("leaves the page, comes back, and takes it back");
  await visit(page, manager, "/staff", "Staff");
  await visit(page, manager, "/clients");
  await work.getByRole("button", { name: "Undo the change" }).click();
  await until("all stand as before", async () => /(\d+) of \1 stand as before/.test(await work.textContent()), {
    within: 30_000,
  });
  await work.getByRole("button", { name: "Close" }).click();

  step("makes a tag");
  const tag = `Fair ${world.run}`;
  await visit(page, manager, "/client-statuses", "Statuses and tags");
  await page.getByRole("button", { name: "New tag" }).click();
  const make = dialog(page, "New tag");
  await make.getByLabel("Name", { exact: true }).fill(tag);
  await accessible(page, "the dialog that makes a tag");
  await make.getByRole("button", { name: "Make" }).click();
  await stepUp(page, manager, page.getByRole("rowheader", { name: tag }));

  step("chooses all that match a search, and tags them");
  await visit(page, manager, "/clients");
  await rows(page).first().waitFor();
  const found = page.waitForResponse((answer) => answer.request().postData()?.includes('"search":"an"') ?? false);
  await page.getByRole("searchbox", { name: "Search clients" }).fill("an");
  await page.getByRole("searchbox", { name: "Search clients" }).press("Enter");
  await until("the search is in the address", () => page.url().includes("q=an"));
  // rows of the old question are deselected when the new one is asked
  await found;
  await rows(page).first().waitFor();
  await box(0).click();
  await bar.getByRole("button", { name: /^All [\d,]+\+? that match$/ }).click();
  await bar.getByText(/^All [\d,]+\+? that match are selected$/).waitFor();
  await pick("Change tags…");
  const tags = dialog(page, "Change their tags");
  await tags.getByRole("combobox", { name: "Add" }).click();
  await page.getByRole("option", { name: tag }).click();
  await page.keyboard.press("Escape");
  const said = tags.getByText(/would be changed/);
  await said.waitFor();
  await tags.getByRole("button", { name: /^Change [\d,]+ clients?$/ }).click();
  await work.getByText(/changed/).waitFor();
  await until("it has ended", async () => !(await work.getByRole("button", { name: "Stop" }).isVisible()), {
    within: 60_000,
  });
  expect(await grid(page).isVisible(), "the list went away");
  await work.getByRole("button", { name: "Undo the change" }).click();
  await until("it is taken back", async () => /stand as before/.test(await work.textContent()), { within: 60_000 });
  await visit(page, manager, "/client-statuses", "Statuses and tags");
  await page.getByRole("button", { name: `What can be done with ${tag}`, exact: true }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await dialog(page, /^Delete the tag/)
    .getByRole("button", { name: "Delete the tag" })
    .click();
  await stepUp(page, manager, page.getByText("Deleted").last());
  await page.getByRole("rowheader", { name: tag }).waitFor({ state: "detached" });
  await visit(page, manager, "/clients");
  await rows(page).first().waitFor();
  await page.getByRole("searchbox", { name: "Search clients" }).fill("an");
  await page.getByRole("searchbox", { name: "Search clients" }).press("Enter");
  await until("the search is in the address", () => page.url().includes("q=an"));

  step("shares all that match out among the same two, in three clicks");
  await work.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: /^Select all [\d,]+\+?$/ }).click();
  await bar.getByRole("button", { name: "Assign…" }).click();
  const share = assign.getByRole("button", { name: /^Share [\d,]+ out among 2$/ });
  await share.waitFor();
  expect(
    (await assign
      .getByRole("listitem")
      .filter({ hasText: /: [\d,]+$/ })
      .count()) === 2,
    "not a count for each",
  );
  await accessible(page, "the dialog that shares out among the same people");
  await share.click();
  await work.getByText(/changed/).waitFor();
  await until("all are shared out", async () => !(await work.getByRole("button", { name: "Stop" }).isVisible()), {
    within: 60_000,
  });
  await work.getByRole("button", { name: "Undo the change" }).click();
  await until("they are taken back", async () => /stand as before/.test(await work.textContent()), { within: 60_000 });
  await work.getByRole("button", { name: "Close" }).waitFor();

  await work.getByRole("button", { name: "Close" }).click();

  step("nothing may follow a status any more");
  const allFollow = async (may) => {
    await visit(page, manager, "/client-statuses", "Statuses and tags");
    await page.getByRole("button", { name: "What can be done with Duplicate", exact: true }).click();
    await page.getByRole("menuitem", { name: "Edit" }).click();
    const form = dialog(page, "Edit Duplicate");
    await form.getByRole("checkbox", { name: "Every status may follow" }).setChecked(may);
    await accessible(page, "what may follow a status");
    await form.getByRole("button", { name: "Save" }).click();
    await stepUp(page, manager, page.getByText("Saved").last());
    await form.waitFor({ state: "detached" });
  };
  await allFollow(false);

  step("some clients get it, and then all of them another: those are counted before, and left");
  await visit(page, manager, "/clients");
  await rows(page).first().waitFor();
  const give = async (last, status) => {
    await box(0).click();
    await box(last).click({ modifiers: ["Shift"] });
    await pick("Set the sales status…");
    const form = dialog(page, "Set their sales status");
    await form.getByRole("combobox", { name: "New status" }).click();
    await page.getByRole("option", { name: status, exact: true }).click();
    await form.getByText(/would be changed/).waitFor();
    return form;
  };
  const begin = async (form) => {
    await form.getByRole("button", { name: /^Change \d+ clients?$/ }).click();
    await work.getByText(/changed/).waitFor();
    await work.getByRole("button", { name: "Stop" }).waitFor({ state: "detached" });
  };
  await begin(await give(2, "Duplicate"));
  await work.getByRole("button", { name: "Close" }).click();
  const second = await give(5, "Interested");
  const told = await second.getByText(/^\d+ would be left: /).innerText();
  // one of the others may have had that status before
  const left = Number.parseInt(told, 10);
  expect(left >= 3, `${told}, of three`);
  await accessible(page, "the dialog that sets a status, with some left");
  await begin(second);

  step("each of them says why, and they come as a file");
  await work.getByRole("button", { name: `Why ${left} were left` }).click();
  await each
    .getByText(/may not follow/)
    .first()
    .waitFor();
  await accessible(page, "the clients that were left");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    each.getByRole("link", { name: "Download those that were left" }).click(),
  ]);
  const lines = readFileSync(await file.path(), "utf8")
    .trim()
    .split("\n");
  expect(lines.length === left + 1, `not a heading and ${left} clients:\n${lines.join("\n")}`);
  expect(
    lines.slice(1).every((line) => line.includes("may not follow")),
    `no reason beside each:\n${lines.join("\n")}`,
  );
  await page.keyboard.press("Escape");
  await work.getByRole("button", { name: "Undo the change" }).click();
  await until("the others stand as before", async () => /stand as before/.test(await work.textContent()));
  await work.getByRole("button", { name: "Close" }).click();

  step("everything may follow again, and they are new once more");
  await allFollow(true);
  await visit(page, manager, "/clients");
  await rows(page).first().waitFor();
  await begin(await give(2, "New"));
  await work.getByRole("button", { name: "Close" }).click();
}
