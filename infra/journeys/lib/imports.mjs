// Lists of leads, and the steps of their import, the way a manager takes them.
import { visit } from "./portal.mjs";

const header = ["Full name", "E-mail", "Phone", "Country", "Source", "External id"];

/** A list of `count` leads as CSV; `change` may spoil a row. Names and addresses are of this run. */
export function leadList(run, count, change = (row) => row) {
  const rows = Array.from({ length: count }, (_, at) => {
    const number = String(at).padStart(4, "0");
    return change(
      {
        name: `Lead ${run} N${number}`,
        email: `lead.${run}.${number}@example.com`,
        phone: `+4520${String(100_000 + at)}`,
        country: "Denmark",
        source: `Journey ${run}`,
        external: `J-${run}-${number}`,
      },
      at,
    );
  });
  const lines = rows.map(({ name, email, phone, country, source, external }) =>
    [name, email, phone, country, source, external].join(";"),
  );
  return Buffer.from(`${header.join(";")}\r\n${lines.join("\r\n")}\r\n`);
}

/** Drops a file on the page of a new import, uploads it, and waits until its first lines are there. */
export async function drop(page, person, name, buffer, timeout = 30_000) {
  await visit(page, person, "/imports/new", "New import");
  await page
    .getByLabel("File to import")
    .last()
    .setInputFiles({ name, mimeType: kinds[name.split(".").pop()], buffer });
  await page.getByRole("heading", { name, level: 2 }).waitFor();
  await page.getByRole("button", { name: "Upload" }).click();
  await stepHeading(page, "Where are the names of the columns?").waitFor({ timeout });
}

/** The same, keeps the line that names the columns, and waits until these are there. */
export async function bring(page, person, name, buffer, timeout = 30_000) {
  await drop(page, person, name, buffer, timeout);
  await goOn(page);
  await stepHeading(page, "What does each column hold?").waitFor();
}

const kinds = { csv: "text/csv", xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" };

export const stepHeading = (page, name) => page.getByRole("heading", { name, level: 2 });

export const goOn = (page, name = "Next") => page.getByRole("button", { name, exact: true }).click();

/** From the columns to the mistakes, when the rows were tried. */
export async function check(page, heading, timeout = 60_000) {
  await goOn(page, "Check the rows");
  await stepHeading(page, heading).waitFor({ timeout });
}

/** A figure of the dry run or of the report, as a number. */
export async function figure(page, name) {
  const button = page.getByRole("button", { name: new RegExp(`^${name} [\\d,]+`) });
  const text = await button.locator("span").nth(1).textContent();
  return Number(text.replaceAll(",", ""));
}
