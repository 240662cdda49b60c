import { readFileSync } from "node:fs";
import { accessible } from "../lib/axe.mjs";
import { bring, check, figure, goOn, leadList, stepHeading } from "../lib/imports.mjs";
import { dialog, rows, search, stepUp, visit } from "../lib/portal.mjs";
import { choose } from "../lib/trading.mjs";
import { expect, until } from "../lib/wait.mjs";

export const name =
  "a lead list with mistakes: mapped, mended by keyboard, shared out, tried, imported, and taken back";
export const longest = 300_000;

const wrongMail = [3, 8, 20];
const noCountry = 11;
const total = 60;

export async function journey(world, step) {
  const atlas = world.broker("atlas");
  const manager = atlas.who("CRM Manager");
  const page = await world.as(manager);
  const { run } = world;
  const spoil = (row, at) => ({
    ...row,
    ...(wrongMail.includes(at) ? { email: `lead(at)${run}` } : {}),
    ...(at === noCountry ? { country: "Nowhereland" } : {}),
  });
  // the last row is the same person as the first one
  const repeat = (row, at) => (at === total - 1 ? { ...row, email: `lead.${run}.0000@example.com` } : row);
  const list = leadList(run, total, (row, at) => repeat(spoil(row, at), at));

  step("the page of imports says what it is for, and offers an example");
  await visit(page, manager, "/imports", "Imports");
  await page.getByRole("link", { name: "New import" }).click();
  await page.getByRole("heading", { name: "New import", level: 1 }).waitFor();
  const [example] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download an example file" }).click(),
  ]);
  expect(/example.*\.csv$/.test(example.suggestedFilename()), `the example is called ${example.suggestedFilename()}`);
  await accessible(page, "a new import");

  step("another kind of file is refused before it is sent, in words");
  const field = page.getByLabel("File to import").last();
  await field.setInputFiles({ name: "leads.xls", mimeType: "application/vnd.ms-excel", buffer: Buffer.from("x") });
  await page.getByRole("alert").filter({ hasText: "Save it as CSV" }).waitFor();

  step("the list is sent and read; its columns are recognised");
  const file = `leads ${run}.csv`;
  await bring(page, manager, file, list);
  const address = page.url().split("?")[0];
  const becomes = (column) => page.getByRole("combobox", { name: `${column} becomes` });
  for (const [column, meaning] of [
    ["E-mail", "E-mail"],
    ["Phone", "Phone"],
    ["Country", "Country"],
  ])
    expect(
      (await becomes(column).inputValue()) === meaning,
      `${column} is taken for ${await becomes(column).inputValue()}`,
    );
  await accessible(page, "the mapping");

  step("no column can become a protected field");
  await becomes("Source").click();
  const offered = await page.getByRole("option").allInnerTexts();
  expect(offered.length > 10, `only ${offered.length} fields are offered`);
  expect(!offered.some((text) => /balance|kyc|password|owner|tenant/i.test(text)), `offered: ${offered.join(", ")}`);
  await page.keyboard.press("Escape");

  step("the first lines are shown, and which of them names the columns");
  await page.getByRole("link", { name: "File", exact: false }).first().click();
  await page.getByRole("radio", { name: "Line 1 names the columns" }).waitFor();
  await accessible(page, "the first lines");
  await goOn(page);

  step("the rows are tried, and mistakes are told by kind");
  await check(page, /^\d+ rows have mistakes$/);
  const grid = page.getByRole("grid", { name: "Rows with mistakes" });
  await grid.waitFor();
  await page.getByRole("button", { name: /^E-mail 3/ }).waitFor();
  await page.getByRole("button", { name: /^Country 1/ }).waitFor();
  await accessible(page, "the mistakes");

  step("cells are mended by keyboard alone: the next mistake opens by itself");
  await grid.focus();
  const cell = (line, column) => page.getByRole("textbox", { name: `Line ${line}, ${column}` });
  await page.keyboard.press("Enter");
  for (const at of wrongMail.slice(0, 2)) {
    await cell(at + 2, "E-mail").waitFor();
    await page.keyboard.press("Control+a");
    await page.keyboard.type(`mended.${run}.${at}@example.com`);
    await page.keyboard.press("Tab");
  }
  await cell(noCountry + 2, "Country").waitFor();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Denmark");
  await page.keyboard.press("Enter");
  await page.getByText("3 cells mended and kept").waitFor();

  step("leaving and coming back goes on at the same step");
  await visit(page, manager, "/imports", "Imports");
  await page.getByRole("link", { name: file }).click();
  await stepHeading(page, /1 row has mistakes$|Every row is being checked/)
    .first()
    .waitFor();
  await stepHeading(page, /^1 row has mistakes$/).waitFor({ timeout: 30_000 });
  await goOn(page);

  step("who is here already: by e-mail, changed column by column");
  await stepHeading(page, "What about people who are here already?").waitFor();
  await page.getByRole("radio", { name: "Change the client" }).check();
  await page.getByRole("radiogroup", { name: "What Source does to a client who is there" }).waitFor();
  await page.getByRole("radio", { name: "Make one client of both" }).check();
  await page.getByText("The same holds for an earlier row of the file").waitFor();
  await accessible(page, "the duplicates");
  await page.getByText("All is kept").waitFor();
  await goOn(page);

  step("they are shared out in turn");
  await stepHeading(page, "Who gets the new clients?").waitFor();
  await page.getByRole("radio", { name: "Several people, in turn" }).check();
  const agents = atlas.people.filter((person) => person.role === "Agent").slice(0, 2);
  for (const agent of agents) {
    // those of the last list with these columns are chosen already
    const chosen = page.locator(".mantine-Pill-root").filter({ hasText: agent.name });
    if ((await chosen.count()) === 0) await choose(page, page, "People, in this order", agent.name);
  }
  await page.keyboard.press("Escape");
  await accessible(page, "the owners");
  await goOn(page, "See what the import would do");

  step("an exact dry run; with a mistake left nothing is written without a choice");
  await stepHeading(page, "This is what the import would do").waitFor({ timeout: 60_000 });
  const made = await figure(page, "New clients");
  expect(made === total - 2, `${made} would be made`);
  expect((await figure(page, "Rows left out")) === 1, "the repeated row is not left out");
  expect((await figure(page, "Rows with mistakes")) === 1, "the last mistake is not counted");
  const commit = page.getByRole("button", { name: `Import ${made} rows` });
  expect((await commit.getAttribute("aria-disabled")) === "true", "it would be imported with a mistake");
  await accessible(page, "the dry run");
  await page.getByRole("radio", { name: "Leave them out" }).check();
  await commit.click();
  await stepUp(page, manager, stepHeading(page, "The list is imported"));

  step("the report: exact, and the failed row as a file in the same layout");
  await stepHeading(page, "The list is imported").waitFor({ timeout: 60_000 });
  expect((await figure(page, "Clients made")) === made, "other clients were made than the dry run said");
  await accessible(page, "the report");
  const [failed] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download the rows that were not written" }).click(),
  ]);
  const text = readFileSync(await failed.path(), "utf8");
  expect(text.includes("Reason") && text.includes(`lead(at)${run}`), `the failed rows are:\n${text}`);

  step("the clients are in the book, with their owners in turn");
  await visit(page, manager, "/clients");
  await rows(page).first().waitFor();
  await search(page, `Lead ${run}`, `Lead ${run}`);
  for (const agent of agents) await rows(page).filter({ hasText: agent.name }).first().waitFor();

  step("one of them is worked on; the undo takes the others back and leaves this one");
  await rows(page).first().click();
  await page.getByRole("link", { name: "Open the whole page" }).click();
  await page.getByRole("tab", { name: "Notes" }).click();
  await page.getByLabel("New note").fill("Called, asks for an offer");
  await page.getByRole("button", { name: "Save note" }).click();
  await page.getByText("Called, asks for an offer").last().waitFor();
  await page.goto(address);
  await page.getByRole("button", { name: "Undo this import" }).click();
  await accessible(page, "the question before an undo");
  await dialog(page, "Undo this import?").getByRole("button", { name: "Undo the import" }).click();
  await stepUp(page, manager, stepHeading(page, /The import (is being|was) taken back/));
  await stepHeading(page, "The import was taken back").waitFor({ timeout: 60_000 });
  await page.getByText(`${made - 1} clients are deleted`).waitFor();
  await page.getByRole("row").filter({ hasText: "Kept" }).waitFor();
  await accessible(page, "what an undo left");
  await visit(page, manager, "/clients");
  await page.getByRole("searchbox", { name: "Search clients" }).fill(`Lead ${run}`);
  await until(
    "one client is left",
    async () =>
      (await rows(page)
        .filter({ hasText: `Lead ${run}` })
        .count()) === 1,
  );

  step("an agent has no such page");
  const other = await world.as(atlas.who("Agent"));
  await visit(other, atlas.who("Agent"), "/imports", "Imports");
  await other.getByText("This page is not part of your role").waitFor();
}
