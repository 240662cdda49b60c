// New colleagues, made the way a manager makes them: invitation, mail, password.
import { randomBytes } from "node:crypto";
import { linkIn } from "./inbox.mjs";
import { dialog, signIn, stepUp, visit } from "./portal.mjs";
import { Authenticator } from "./totp.mjs";

/** Invites somebody and joins by the mailed link; gives the person and a browser that stands on the sign-in page. */
export async function hire(world, slug, { name, role, team }) {
  const broker = world.broker(slug);
  const manager = broker.who("CRM Manager");
  const person = {
    name: `${name} ${world.run}`,
    email: `${name.toLowerCase().replaceAll(" ", ".")}.${world.run}@${slug}.example`,
    password: `${randomBytes(9).toString("hex")} harbour`,
    role,
    broker: slug,
    portal: broker.portal,
  };
  const page = await world.as(manager);
  await visit(page, manager, "/staff", "Staff");
  await page.getByRole("button", { name: "Invite" }).click();
  const form = dialog(page, "Invite a staff member");
  await form.getByLabel("Name").fill(person.name);
  await form.getByLabel("Work e-mail").fill(person.email);
  await form
    .getByRole("combobox", { name: "Team" })
    .or(form.getByRole("textbox", { name: "Team" }))
    .first()
    .click();
  await page.getByRole("option", { name: team, exact: true }).click();
  await form.getByLabel(role, { exact: true }).check();
  await form.getByRole("button", { name: "Send invitation" }).click();
  await stepUp(page, manager, page.getByText(`The invitation for ${person.name} is on its way`));
  await page.close();
  const mail = await world.inbox.next(person.email, /^You are invited/);
  const own = await world.stranger();
  await own.goto(linkIn(mail, "/set-password"));
  await own.getByRole("heading", { name: `Welcome, ${person.name}` }).waitFor();
  await own.getByLabel("New password").fill(person.password);
  await own.getByRole("button", { name: "Save password" }).click();
  await own.getByRole("heading", { name: "Sign in" }).waitFor();
  return { person, page: own };
}

/** As `hire`, signed in and with an authenticator, for what asks a fresh code. */
export async function hireWithAuthenticator(world, slug, as) {
  const { person, page } = await hire(world, slug, as);
  await signIn(page, person);
  await visit(page, person, "/account/security", "Your account");
  await page.getByRole("button", { name: "Set it up" }).click();
  const setUp = dialog(page, "Set up two-step sign-in");
  await setUp.getByLabel("Your password").fill(person.password);
  await setUp.getByRole("button", { name: "Continue" }).click();
  person.authenticator = new Authenticator(await setUp.locator("[data-totp-secret]").textContent());
  await setUp.getByLabel("Code from the app").fill(await person.authenticator.code());
  await setUp.getByRole("button", { name: "Switch on" }).click();
  const kept = dialog(page, "Keep your recovery codes");
  await kept.getByLabel("I have kept the codes").check();
  await kept.getByRole("button", { name: "Done" }).click();
  await page.getByText("Switched on").waitFor();
  return { person, page };
}
