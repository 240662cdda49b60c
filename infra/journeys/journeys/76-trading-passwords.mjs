import { accessible } from "../lib/axe.mjs";
import { linkIn } from "../lib/inbox.mjs";
import { dialog, panel, stepUp, visit } from "../lib/portal.mjs";
import { addProduct, addServer, openAccount } from "../lib/trading.mjs";
import { expect } from "../lib/wait.mjs";

export const name = "a client takes a new trading password by a one-time link; staff see none";
export const longest = 240_000;

export async function journey(world, step) {
  const atlas = world.broker("atlas");
  const manager = atlas.who("CRM Manager");
  const page = await world.as(manager);
  const email = `lena.${world.run}@mail.example`;
  const [server, product] = [`Doors ${world.run}`, `Doors ${world.run}`];

  step("a client with an account");
  await addServer(page, manager, server);
  await addProduct(page, manager, { name: product, server, group: "real\\standard" });
  await visit(page, manager, "/clients?new=true");
  const form = dialog(page, "New client");
  await form.getByLabel("First name").fill("Lena");
  await form.getByLabel("Last name").fill(`Falk ${world.run}`);
  await form.getByLabel("E-mail").fill(email);
  await form.getByRole("button", { name: "Register client" }).click();
  await panel(page).getByRole("link", { name: "Open the whole page" }).click();
  await page.getByRole("tab", { name: "Accounts" }).click();
  const login = await openAccount(page, manager, product);

  step("the manager sends a link instead of seeing the password");
  await page.getByRole("button", { name: `What can be done with ${login}` }).click();
  await page.getByRole("menuitem", { name: "Set a new password" }).click();
  const asked = dialog(page, `Set a new password for ${login}`);
  await asked.getByText("Send the client a link").click();
  await asked.getByLabel("Reason").fill("The client lost the old one");
  await accessible(page, "the dialog that sends a link");
  await asked.getByRole("button", { name: "Send the link" }).click();
  await stepUp(page, manager, page.getByText("The link is on its way to the client"));

  step("the client opens it, and takes the password once");
  const mail = await world.inbox.next(email, /^A new password for your/);
  const link = linkIn(mail, "/account-password");
  expect(new URL(link).origin === atlas.clientHost, `the link leads to ${new URL(link).origin}`);
  const client = await world.stranger();
  await client.goto(link);
  await client.getByText(`main password of your account ${login} on ${server}`).waitFor();
  expect(!client.url().includes("token"), "the secret stays in the address bar");
  await accessible(client, "the page of the link");
  await client.getByRole("button", { name: "Make and show my new password" }).click();
  await client.getByText("Your new password is set.").waitFor();
  const password = await client.locator("#password").textContent();
  expect((password ?? "").length >= 12, "no password is shown");
  await accessible(client, "the page with the password");

  step("the link is used up");
  const second = await world.stranger();
  await second.goto(link);
  await second.getByText("This link has ended.").waitFor();
}
