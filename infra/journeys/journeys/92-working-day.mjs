import { bring, check, figure, goOn, leadList, stepHeading } from "../lib/imports.mjs";
import { dialog, stepUp, visit } from "../lib/portal.mjs";
import { expect } from "../lib/wait.mjs";

export const name = "a large lead list with mistakes: some mended, the rest left out, written and taken back";

/** `JOURNEYS_ROWS=100000` is the whole of it. */
const total = Number(process.env.JOURNEYS_ROWS ?? 3000);
const patience = 60_000 + total * 10;
export const longest = 240_000 + total * 60;

const mistakes = Math.floor(total / 50);

export async function journey(world, step) {
  const atlas = world.broker("atlas");
  const manager = atlas.who("CRM Manager");
  const page = await world.as(manager);
  // addresses and numbers of its own: another journey's undo leaves changed leads where they are
  const run = `${world.run}w`;
  const spoiled = (at) => at % 50 === 7 && at / 50 < mistakes;
  const own = (row, at) => ({ ...row, phone: `+4530${String(100_000 + at)}` });
  const spoil = (row, at) => (spoiled(at) ? { ...row, email: `lead(at)${run}.${at}` } : row);
  const list = leadList(run, total, (row, at) => spoil(own(row, at), at));
  const words = (count) => count.toLocaleString("en");

  step(`${words(total)} rows are sent and tried`);
  await bring(page, manager, `floor ${run}.csv`, list, patience);
  const address = page.url().split("?")[0];
  await check(page, new RegExp(`^${words(mistakes)} rows have mistakes$`), patience);

  step("two of the mistakes are mended by keyboard");
  await page.getByRole("grid", { name: "Rows with mistakes" }).focus();
  await page.keyboard.press("Enter");
  for (const at of [7, 57]) {
    await page.getByRole("textbox", { name: `Line ${at + 2}, E-mail` }).waitFor();
    await page.keyboard.press("Control+a");
    await page.keyboard.type(`mended.${run}.${at}@example.com`);
    await page.keyboard.press(at === 7 ? "Tab" : "Enter");
  }
  await page.getByText("2 cells mended and kept").waitFor();
  await page.goto(address);
  await stepHeading(page, new RegExp(`^${words(mistakes - 2)} rows have mistakes$`)).waitFor({ timeout: patience });
  await goOn(page);

  step("they go to nobody yet; the dry run is exact");
  await stepHeading(page, "What about people who are here already?").waitFor();
  await goOn(page);
  await stepHeading(page, "Who gets the new clients?").waitFor();
  await goOn(page, "See what the import would do");
  await stepHeading(page, "This is what the import would do").waitFor({ timeout: patience });
  const made = await figure(page, "New clients");
  expect(made === total - mistakes + 2, `${made} would be made`);
  expect((await figure(page, "Rows with mistakes")) === mistakes - 2, "other mistakes are counted");

  step("written, the rest left out");
  await page.getByRole("radio", { name: "Leave them out" }).check();
  const began = Date.now();
  await page.getByRole("button", { name: `Import ${words(made)} rows` }).click();
  await stepUp(page, manager, stepHeading(page, /The (rows are being|list is) imported/));
  await stepHeading(page, "The list is imported").waitFor({ timeout: patience });
  expect((await figure(page, "Clients made")) === made, "other clients were made than the dry run said");
  step(`written after ${Math.round((Date.now() - began) / 1000)} s; taken back`);
  await page.getByRole("button", { name: "Undo this import" }).click();
  await dialog(page, "Undo this import?").getByRole("button", { name: "Undo the import" }).click();
  await stepUp(page, manager, stepHeading(page, /The import (is being|was) taken back/));
  await stepHeading(page, "The import was taken back").waitFor({ timeout: patience });
  await page.getByText(`${words(made)} clients are deleted`).waitFor();
}
