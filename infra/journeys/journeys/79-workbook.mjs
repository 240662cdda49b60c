import { readFileSync } from "node:fs";
import { accessible } from "../lib/axe.mjs";
import { check, drop, figure, goOn, stepHeading } from "../lib/imports.mjs";
import { dialog, rows, search, stepUp, visit } from "../lib/portal.mjs";
import { expect, until } from "../lib/wait.mjs";
import { day, workbook } from "../lib/workbook.mjs";

export const name =
  "a workbook of leads: its second sheet, days kept as days, the import paused and resumed, taken back";
export const longest = 240_000;

/** Enough that somebody can stop it on its way. */
const total = 20_000;
const wrong = 4;
const patience = 90_000;

export async function journey(world, step) {
  const manager = world.broker("atlas").who("CRM Manager");
  const page = await world.as(manager);
  const { run } = world;
  // numbers of this run: what another one left in the book is somebody else
  const numbers = 40_000_000 + (Number.parseInt(run, 36) % 480) * total;
  const person = (at) => {
    const number = String(at).padStart(5, "0");
    const email = at === wrong ? `sheet(at)${run}` : `sheet.${run}.${number}@example.com`;
    return [`Sheet ${run} N${number}`, email, `+45${numbers + at}`, "Denmark", day("1990-05-07")];
  };
  const leads = Array.from({ length: total }, (_, at) => person(at));
  const header = ["Full name", "E-mail", "Phone", "Country", "Date of birth"];
  const file = workbook({
    "Read me": [["Leads of the fair"], ["They want to be called this week"]],
    Leads: [["Leads of the fair"], header, ...leads],
  });

  step("the workbook is sent; the sheet with the leads is chosen, and the line that names the columns");
  await drop(page, manager, `fair ${run}.xlsx`, file, patience);
  const address = page.url().split("?")[0];
  const sheet = page.getByRole("combobox", { name: "Sheet" });
  if ((await sheet.inputValue()) !== "Leads") {
    await sheet.click();
    await page.getByRole("option", { name: "Leads" }).click();
  }
  await until("the leads are shown", async () => /Full name/.test(await page.getByRole("main").innerText()), {
    within: patience,
  });
  await page.getByRole("radio", { name: "Line 2 names the columns" }).check();
  await accessible(page, "the first lines of a sheet");
  await goOn(page);

  step("a day of the sheet is a day, not a number");
  await stepHeading(page, "What does each column hold?").waitFor();
  const born = page.getByRole("combobox", { name: "Date of birth becomes" });
  expect((await born.inputValue()) === "Date of birth", `it is taken for ${await born.inputValue()}`);
  await page
    .getByText(/1990-05-07|07 May 1990/)
    .first()
    .waitFor();

  step("tried: one mistake, which is left out");
  await check(page, /^1 row has mistakes$/, patience);
  await goOn(page);
  await stepHeading(page, "What about people who are here already?").waitFor();
  await goOn(page);
  await stepHeading(page, "Who gets the new clients?").waitFor();
  await goOn(page, "See what the import would do");
  await stepHeading(page, "This is what the import would do").waitFor({ timeout: patience });
  const made = await figure(page, "New clients");
  expect(made === total - 1, `${made} would be made`);
  await page.getByRole("radio", { name: "Leave them out" }).check();
  await page.getByRole("button", { name: `Import ${made.toLocaleString("en")} rows` }).click();
  const pause = page.getByRole("button", { name: "Pause" });
  await stepUp(page, manager, pause);

  step("paused on its way: what is written stays, and nothing goes on");
  await pause.click();
  await stepHeading(page, "The import is paused").waitFor();
  const bar = page.getByRole("progressbar", { name: "Importing" });
  const done = await bar.getAttribute("aria-valuenow");
  expect(Number(done) < 100, "it had ended before it was paused");
  await accessible(page, "a paused import");
  await page.goto(address);
  await stepHeading(page, "The import is paused").waitFor();
  expect((await bar.getAttribute("aria-valuenow")) === done, "it went on while it was paused");

  step("resumed, it goes on where it was; the row that was left is a file in the same layout");
  await page.getByRole("button", { name: "Resume" }).click();
  await stepHeading(page, "The list is imported").waitFor({ timeout: patience });
  expect((await figure(page, "Clients made")) === made, "other clients were made than the dry run said");
  const [failed] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download the rows that were not written" }).click(),
  ]);
  const text = readFileSync(await failed.path(), "utf8");
  expect(text.includes(`sheet(at)${run}`) && text.includes("Reason"), `the failed rows are:\n${text}`);
  await visit(page, manager, "/clients");
  await rows(page).first().waitFor();
  await search(page, `Sheet ${run} N00001`, `Sheet ${run} N00001`);

  step("and all of it is taken back");
  await page.goto(address);
  await page.getByRole("button", { name: "Undo this import" }).click();
  await dialog(page, "Undo this import?").getByRole("button", { name: "Undo the import" }).click();
  await stepUp(page, manager, stepHeading(page, /The import (is being|was) taken back/));
  await stepHeading(page, "The import was taken back").waitFor({ timeout: patience });
  await page.getByText(`${made.toLocaleString("en")} clients are deleted`).waitFor();
}
