import { giveCredentials, visit } from "../lib/portal.mjs";
import { expect } from "../lib/wait.mjs";

export const name = "a manager signs in with a code; a stranger learns nothing";

export async function journey(world, step) {
  const northwind = world.broker("northwind");
  const manager = northwind.who("CRM Manager");
  const page = await world.stranger();

  step("a page that needs a sign-in leads to it, and remembers where one wanted to go");
  await page.goto(`${manager.portal}/clients?q=anna`);
  await page.getByRole("heading", { name: "Sign in" }).waitFor();

  step("a wrong password and an unknown person get the same words");
  const words = [];
  for (const email of [manager.email, "nobody.here@northwind.example"]) {
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill("not the password at all");
    await page.getByRole("button", { name: "Sign in" }).click();
    const alert = page.getByRole("alert");
    await alert.waitFor();
    words.push(await alert.textContent());
    await page.reload();
  }
  expect(words[0] === words[1], `told apart: “${words[0]}” and “${words[1]}”`);

  step("password and code open the list that was asked for");
  await giveCredentials(page, manager);
  await page.getByRole("searchbox", { name: "Search clients" }).waitFor();
  expect(page.url().endsWith("/clients?q=anna"), `landed on ${page.url()}`);

  step("the session of one broker is nothing at the other");
  const atlas = world.broker("atlas");
  const other = await page.context().newPage();
  await other.goto(`${atlas.portal}/clients`);
  await other.getByRole("heading", { name: "Sign in" }).waitFor();
  await other.getByText("Atlas FX", { exact: true }).first().waitFor();
  const jar = (await page.context().cookies()).filter((cookie) => cookie.httpOnly);
  expect(jar.length > 0, "there is no session cookie");
  await other.context().addCookies(
    jar.map(({ name: cookie, value, secure, sameSite }) => ({
      name: cookie,
      value,
      secure,
      sameSite,
      httpOnly: true,
      domain: new URL(atlas.portal).hostname,
      path: "/",
    })),
  );
  await other.goto(`${atlas.portal}/clients`);
  await other.getByRole("heading", { name: "Sign in" }).waitFor();

  step("signing out ends it here and on the server");
  await visit(page, manager, "/clients");
  await page.getByRole("button", { name: /your account/ }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  const state = await page.evaluate(async () => (await fetch("/auth/state")).text());
  expect(state.includes("signed_out"), `after signing out the server says ${state}`);
}
