// What people do again and again in the staff portal.

/** Signs in by the page: password, and the code for who has an authenticator. Ends where the person begins: the figures or the list of clients. */
export async function signIn(page, person) {
  await page.goto(`${person.portal}/sign-in`);
  await giveCredentials(page, person);
  await page.getByRole("navigation", { name: "Main" }).waitFor();
}

export async function giveCredentials(page, person) {
  await page.getByLabel("E-mail address").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  if (!person.authenticator) return;
  await page.getByRole("heading", { name: "Enter your code" }).waitFor();
  await giveCode(page, person);
  // a code that an earlier run has used is refused: the next one comes soon
  const refused = page.getByRole("alert");
  await refused
    .or(page.getByRole("navigation", { name: "Main" }))
    .first()
    .waitFor();
  if (await refused.isVisible()) await giveCode(page, person);
}

async function giveCode(page, person) {
  await page.getByLabel("Code", { exact: true }).fill(await person.authenticator.code());
  await page.getByRole("button", { name: "Continue" }).click();
}

/** Opens a page of somebody's portal and waits for its heading. */
export async function visit(page, person, path, heading) {
  await page.goto(person.portal + path);
  if (heading) await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
}

export const grid = (page) => page.getByRole("grid", { name: "Clients" });

/** Rows of the list without its heading. */
export const rows = (page) => grid(page).locator('[role="row"][aria-selected]');

export const panel = (page) => page.getByRole("complementary").filter({ has: page.getByRole("tablist") });

export const dialog = (page, name) => page.getByRole("dialog", name ? { name } : {});

/** Types into the search of the list and waits until the rows are those of the answer. */
export async function search(page, text, found) {
  await page.getByRole("searchbox", { name: "Search clients" }).fill(text);
  await rows(page).filter({ hasText: found }).first().waitFor();
}

/** Confirms the dialog that asks for a fresh code, when it comes before what is waited for. */
export async function stepUp(page, person, done) {
  const asked = dialog(page, "Confirm that it is you");
  await asked.or(done).first().waitFor();
  if (!(await asked.isVisible())) return;
  await asked.getByLabel("Code from your authenticator app").fill(await person.authenticator.code());
  await asked.getByRole("button", { name: "Confirm" }).click();
  await done.first().waitFor();
}

/** Waits until what the page asked for is there; a page that asks again and again is looked at as it is. */
export const quiet = (page) => page.waitForLoadState("networkidle", { timeout: 5_000 }).catch(() => undefined);

/** What is done in a preview, and its end: the session is shared, and nothing can be changed in it as long as one lasts. */
export async function inPreview(page, work) {
  const banner = page.getByRole("region", { name: "Preview of a role" });
  await banner.waitFor();
  try {
    await work(banner);
  } finally {
    await page.keyboard.press("Escape");
    await banner.getByRole("button", { name: "End preview" }).click();
    await banner.waitFor({ state: "detached" });
  }
}
