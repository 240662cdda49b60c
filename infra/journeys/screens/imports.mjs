import { bring, check, goOn, leadList, stepHeading } from "../lib/imports.mjs";
import { button, heading, manager } from "./parts.mjs";

/** A list with mistakes, brought anew for each screen: the screens look at it in different states. */
const spoiled = (row, at) => ({
  ...row,
  ...(at % 4 === 0 ? { email: "not an address" } : {}),
  ...(at % 7 === 0 ? { country: "Nowhereland" } : {}),
});

let brought = 0;
const bringList = async (page, { person, world }) => {
  brought += 1;
  const run = `${world.run}${brought}`;
  await bring(page, person(manager), `leads ${run}.csv`, leadList(run, 40, spoiled));
};
const walkTo = (last) => async (page, given) => {
  await bringList(page, given);
  if (last === "columns") return;
  await check(page, /rows? (have|has) mistakes$/);
  await page.getByRole("grid", { name: "Rows with mistakes" }).waitFor();
  if (last === "mistakes") return;
  await goOn(page);
  await stepHeading(page, "What about people who are here already?").waitFor();
  if (last === "duplicates") {
    await page.getByRole("radio", { name: "Change the client" }).check();
    await page.getByRole("radiogroup", { name: /^What Source does/ }).waitFor();
    return;
  }
  await goOn(page);
  await stepHeading(page, "Who gets the new clients?").waitFor();
  if (last === "owners") return;
  await goOn(page, "See what the import would do");
  await stepHeading(page, "This is what the import would do").waitFor({ timeout: 60_000 });
};

const at = (step) => ({ name: `imports-${step}`, as: manager, path: "/imports/new", open: walkTo(step) });

export const importScreens = [
  { name: "imports", as: manager, path: "/imports", open: heading("Imports") },
  { name: "imports-new", as: manager, path: "/imports/new", open: heading("New import") },
  {
    name: "imports-refused",
    as: manager,
    path: "/imports/new",
    open: async (page) => {
      const wrong = { name: "leads.xls", mimeType: "application/vnd.ms-excel", buffer: Buffer.from("x") };
      await page.getByLabel("File to import").last().setInputFiles(wrong);
      await page.getByRole("alert").waitFor();
    },
  },
  at("columns"),
  {
    name: "imports-file",
    as: manager,
    path: "/imports/new",
    open: async (page, given) => {
      await bringList(page, given);
      await button(page, "Back").click();
      await page.getByRole("radio", { name: "Line 1 names the columns" }).waitFor();
    },
  },
  {
    name: "imports-transforms",
    as: manager,
    path: "/imports/new",
    open: async (page, given) => {
      await bringList(page, given);
      await page.getByRole("button", { name: /^How Phone is read/ }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  at("mistakes"),
  at("duplicates"),
  at("owners"),
  at("dry-run"),
];
