import { accessible } from "../lib/axe.mjs";
import { linkIn } from "../lib/inbox.mjs";
import { dialog, panel, rows, stepUp, visit } from "../lib/portal.mjs";
import { expect } from "../lib/wait.mjs";

export const name = "a client's address is changed by the secure flow; the client sets a password by the one-time link";

export async function journey(world, step) {
  const northwind = world.broker("northwind");
  const manager = northwind.who("CRM Manager");
  const page = await world.as(manager);
  const [old, fresh] = [`ivo.old.${world.run}@mail.example`, `ivo.new.${world.run}@mail.example`];

  step("registers a client");
  await visit(page, manager, "/clients?new=true");
  const form = dialog(page, "New client");
  await form.getByLabel("First name").fill("Ivo");
  await form.getByLabel("Last name").fill(`Horvat ${world.run}`);
  await form.getByLabel("E-mail").fill(old);
  await form.getByRole("button", { name: "Register client" }).click();
  const opened = panel(page);
  await opened.getByRole("heading", { name: `Ivo Horvat ${world.run}` }).waitFor();

  const guarded = async (action, fill) => {
    await opened.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: action }).click();
    const asked = dialog(page, action);
    await fill(asked);
    return asked;
  };

  step("changes the address; the old one is told");
  const change = await guarded("Change the e-mail address", async (asked) => {
    await asked.getByLabel("New e-mail address").fill(fresh);
    await asked.getByLabel("Reason").fill("The client wrote from the new address");
    await asked.getByRole("button", { name: "Change the address" }).click();
  });
  await stepUp(page, manager, opened.getByText(/Withdrawals are frozen until/));
  await change.waitFor({ state: "detached" });
  await opened.getByText(fresh).first().waitFor();
  await world.inbox.next(old, /e-mail address .* was changed/);
  await rows(page).filter({ hasText: fresh }).waitFor();

  const first = await world.inbox.next(fresh, /^Set the password of your/);

  step("sends the client another password link");
  await guarded("Send a password link", async (asked) => {
    await asked.getByLabel("Reason").fill("Client cannot sign in any more");
    await asked.getByRole("button", { name: "Send the link" }).click();
  });
  await stepUp(page, manager, opened.getByText("Has to set a new password by the mailed link."));
  const mail = await world.inbox.next(fresh, /^Set the password of your/, new Set([first.id]));
  const link = linkIn(mail, "/set-password");
  expect(new URL(link).origin === northwind.clientHost, `the link leads to ${new URL(link).origin}`);

  step("the client opens it on the client host and sets a password");
  const client = await world.stranger();
  await client.goto(link);
  await client.getByText(`You will sign in as ${fresh}.`).waitFor();
  await accessible(client, "the client's page");
  expect(!client.url().includes("token"), "the secret stays in the address bar");
  await client.getByLabel("New password").fill("password1");
  await client.getByRole("button", { name: "Set password" }).click();
  await client.getByRole("alert").filter({ hasText: /\S/ }).waitFor();
  await client.getByLabel("New password").fill(`tall ${world.run} windmill pastry`);
  await client.getByRole("button", { name: "Set password" }).click();
  await client.getByText("Your password is set.").waitFor();
  await accessible(client, "the client's page, done");

  step("the link is used up, and the profile knows");
  const second = await world.stranger();
  await second.goto(link);
  await second.getByText("This link has ended.").waitFor();
  await page.reload();
  await opened.getByRole("heading", { name: `Ivo Horvat ${world.run}` }).waitFor();
  await opened.getByText("Has to set a new password by the mailed link.").waitFor({ state: "detached" });
}
