import { hire } from "../lib/people.mjs";
import { dialog, rows, signIn, stepUp, visit } from "../lib/portal.mjs";

export const name = "sessions end from afar: one by its owner, all of them by a suspension";

export async function journey(world, step) {
  const manager = world.broker("northwind").who("CRM Manager");
  const { person, page } = await hire(world, "northwind", { name: "Timo Falk", role: "Support", team: "Support" });
  await signIn(page, person);

  step("ends another session of one's own");
  const phone = await world.fresh(person, { viewport: { width: 1280, height: 800 } });
  await rows(phone).first().waitFor();
  await visit(page, person, "/account/security", "Your account");
  await page.getByRole("button", { name: /^End the session/ }).click();
  await phone.getByRole("heading", { name: "Sign in" }).waitFor({ timeout: 5_000 });
  await page.getByRole("button", { name: /^End the session/ }).waitFor({ state: "detached" });

  step("a suspension closes the open page");
  await visit(page, person, "/clients");
  await rows(page).first().waitFor();
  const boss = await world.as(manager);
  await visit(boss, manager, `/staff?q=${encodeURIComponent(person.email)}`, "Staff");
  await boss.getByRole("button", { name: `What can be done with ${person.name}` }).click();
  await boss.getByRole("menuitem", { name: /^Suspend/ }).click();
  const sure = dialog(boss, `Suspend ${person.name}?`);
  await sure.getByLabel("Reason").fill("Left the company today");
  await sure.getByRole("button", { name: "Suspend" }).click();
  await stepUp(boss, manager, boss.getByText(`${person.name} is suspended`));
  await page.getByRole("heading", { name: "Sign in" }).waitFor({ timeout: 5_000 });

  step("and the password opens nothing any more");
  await page.getByLabel("E-mail address").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").waitFor();
}
