import { createHash } from "node:crypto";
import { accessible } from "../lib/axe.mjs";
import { linkIn } from "../lib/inbox.mjs";
import { hire } from "../lib/people.mjs";
import { dialog, signIn, visit } from "../lib/portal.mjs";
import { Authenticator } from "../lib/totp.mjs";
import { expect, until } from "../lib/wait.mjs";

export const name = "an invited colleague sets a password, an authenticator, loses both, and comes back in";

export async function journey(world, step) {
  step("invited by the manager, joined by the mailed link");
  const { person, page } = await hire(world, "northwind", { name: "Nora Quist", role: "Agent", team: "Sales North" });
  await signIn(page, person);

  step("sets up two-step sign-in by the picture's key");
  await visit(page, person, "/account/security", "Your account");
  await page.getByRole("button", { name: "Set it up" }).click();
  const setUp = dialog(page, "Set up two-step sign-in");
  await setUp.getByLabel("Your password").fill(person.password);
  await setUp.getByRole("button", { name: "Continue" }).click();
  const picture = setUp.getByRole("img", { name: "QR code for your authenticator app" });
  await until("the QR code is drawn", () => picture.evaluate((image) => image.complete && image.naturalWidth >= 200));
  const secret = await setUp.locator("[data-totp-secret]").textContent();
  person.authenticator = new Authenticator(secret);
  await accessible(page, "the QR code");
  await setUp.getByLabel("Code from the app").fill(await person.authenticator.code());
  await setUp.getByRole("button", { name: "Switch on" }).click();

  step("keeps the recovery codes");
  const kept = dialog(page, "Keep your recovery codes");
  await kept.getByRole("list", { name: "Recovery codes" }).waitFor();
  const codes = await kept.getByRole("listitem").allInnerTexts();
  await accessible(page, "the recovery codes");
  expect(codes.length >= 8 && new Set(codes).size === codes.length, `recovery codes: ${codes.length}`);
  expect(await kept.getByRole("button", { name: "Done" }).isDisabled(), "the codes can be closed without a look");
  await kept.getByLabel("I have kept the codes").check();
  await kept.getByRole("button", { name: "Done" }).click();
  await page.getByText("Switched on").waitFor();

  step("signs in with a recovery code, once");
  const second = await world.stranger();
  const byRecoveryCode = async (code) => {
    await second.goto(`${person.portal}/sign-in`);
    await second.getByLabel("E-mail address").fill(person.email);
    await second.getByLabel("Password", { exact: true }).fill(person.password);
    await second.getByRole("button", { name: "Sign in" }).click();
    await second.getByRole("button", { name: "Use a recovery code" }).click();
    await second.getByLabel("Recovery code").fill(code);
    await second.getByRole("button", { name: "Continue" }).click();
  };
  await byRecoveryCode(codes[0]);
  await second.getByRole("navigation", { name: "Main" }).waitFor();
  await second.getByRole("button", { name: /your account/ }).click();
  await second.getByRole("button", { name: "Sign out" }).click();
  await second.getByRole("heading", { name: "Sign in" }).waitFor();
  await byRecoveryCode(codes[0]);
  await second.getByRole("alert").waitFor();

  step("forgets the password; the mailed link sets another and ends the open sessions");
  const before = await world.inbox.seen(person.email);
  await second.goto(`${person.portal}/forgot-password`);
  await second.getByLabel("E-mail address").fill(person.email);
  await second.getByRole("button", { name: "Send the link" }).click();
  await second.getByRole("heading", { name: "Look into your mailbox" }).waitFor();
  const mail = await world.inbox.next(person.email, /^Set a new password/, before);
  await second.goto(linkIn(mail, "/set-password"));
  person.password = `${createHash("sha256").update(person.password).digest("hex").slice(0, 18)} lighthouse`;
  await second.getByLabel("New password").fill(person.password);
  await second.getByRole("button", { name: "Save password" }).click();
  await second.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await signIn(second, person);

  step("the link worked once");
  const third = await world.stranger();
  await third.goto(linkIn(mail, "/set-password"));
  await third.getByRole("heading", { name: "This link does not work" }).waitFor();
}
