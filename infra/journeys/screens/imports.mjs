import { bring, check, leadList, stepHeading } from "../lib/imports.mjs";
import { heading, manager } from "./parts.mjs";

/** A list with mistakes. */
const spoiled = (row, at) => ({
  ...row,
  ...(at % 4 === 0 ? { email: "not an address" } : {}),
  ...(at % 7 === 0 ? { country: "Nowhereland" } : {}),
});

/** Where the checked import of each world stands: brought once, because a broker may have only so many that wait. */
const checked = new WeakMap();

async function bringList(page, person, world) {
  await bring(page, person, `leads ${world.run}.csv`, leadList(`${world.run}s`, 40, spoiled));
  await check(page, /rows? (have|has) mistakes$/);
  return page.url().split("?")[0];
}

/** The checked import at one of its steps. */
const at = (step, open) => ({
  name: `imports-${step}`,
  as: manager,
  path: "/imports/new",
  open: async (page, { person, world }) => {
    if (!checked.has(world)) checked.set(world, bringList(page, person(manager), world));
    await page.goto(`${await checked.get(world)}?step=${step.split("-")[0]}`);
    await open(page);
  },
});

export const importScreens = [
  { name: "imports-list", as: manager, path: "/imports", open: heading("Imports") },
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
  at("file", (page) => page.getByRole("radio", { name: "Line 1 names the columns" }).waitFor()),
  at("columns", (page) => page.getByRole("combobox", { name: "Phone becomes" }).waitFor()),
  at("columns-read", async (page) => {
    await page.getByRole("button", { name: /^How Phone is read/ }).click();
    await page.getByRole("dialog").waitFor();
  }),
  at("mistakes", (page) => page.getByRole("grid", { name: "Rows with mistakes" }).waitFor()),
  at("duplicates", (page) => stepHeading(page, "What about people who are here already?").waitFor()),
  at("owners", (page) => stepHeading(page, "Who gets the new clients?").waitFor()),
  at("import", (page) => stepHeading(page, "This is what the import would do").waitFor()),
  at("import-rows", async (page) => {
    await page.getByRole("button", { name: /^Rows with mistakes/ }).click();
    await page.getByRole("table").waitFor();
  }),
];
