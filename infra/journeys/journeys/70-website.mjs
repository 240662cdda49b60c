import { accessible } from "../lib/axe.mjs";
import { call } from "../lib/calls.mjs";
import { dialog, grid, rows, stepUp, visit } from "../lib/portal.mjs";
import { expect, until } from "../lib/wait.mjs";

export const name = "the website registers a client by its key, who appears live on an agent's open list";

export async function journey(world, step) {
  const atlas = world.broker("atlas");
  const agent = atlas.who("Agent");

  step("an agent of Atlas FX has the list open");
  const page = await world.as(agent);
  let asked = 0;
  page.on("websocket", (socket) =>
    socket.on("framesent", ({ payload }) => {
      if (String(payload).includes('"subscribe"')) asked++;
    }),
  );
  await visit(page, agent, "/clients");
  await rows(page).first().waitFor();
  await until("the page listens for clients and for rights", () => asked >= 2);
  await page.evaluate(() => {
    window.sameDocument = true;
  });

  step("the website registers a client with the sample key");
  const person = {
    first_name: "Zainab",
    last_name: `Rahimi ${world.run}`,
    email: `zainab.${world.run}@mail.example`,
    country: "AE",
  };
  const post = (key, idempotency, body = person) =>
    call(`${atlas.api}/v1/clients`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "idempotency-key": idempotency },
      body,
    });
  const made = await post(atlas.api_key, `journey-${world.run}`);
  expect(made.status === 201, `POST /v1/clients: ${made.status} ${made.text}`);
  await rows(page)
    .filter({ hasText: `Zainab Rahimi ${world.run}` })
    .first()
    .waitFor({ timeout: 5_000 });
  expect(await page.evaluate(() => window.sameDocument === true), "the page was loaded again");
  const row = await rows(page)
    .filter({ hasText: `Zainab Rahimi ${world.run}` })
    .first()
    .textContent();
  expect(!row.includes(person.email), "the agent sees the whole address");

  step("the same call again makes nobody new");
  const again = await post(atlas.api_key, `journey-${world.run}`);
  expect(again.status === 201 && again.text === made.text, `the repeated call: ${again.status} ${again.text}`);
  expect(again.headers["idempotent-replayed"] === "true", "the repeated answer does not say that it is one");

  step("the manager makes a key; its secret is shown once");
  const manager = atlas.who("CRM Manager");
  const boss = await world.as(manager);
  const key = `Landing page ${world.run}`;
  await visit(boss, manager, "/api-keys", "API keys");
  await boss.getByRole("button", { name: "New API key" }).first().click();
  const form = dialog(boss, "New API key");
  await form.getByLabel("Name").fill(key);
  await form.getByLabel("client.create", { exact: true }).check();
  await form.getByRole("button", { name: "Make key" }).click();
  const shown = dialog(boss, `The secret of ${key}`);
  await stepUp(boss, manager, shown);
  await accessible(boss, "the dialog with a secret");
  const secret = await readSecret(shown);
  expect(
    (await post(secret, `own-${world.run}`, { ...person, email: `z2.${world.run}@mail.example` })).status === 201,
    "the new key does not work",
  );
  await visit(boss, manager, "/api-keys", "API keys");
  const line = boss.getByRole("row").filter({ hasText: key });
  await line.first().waitFor();
  await accessible(boss, "the list of keys");
  expect(!(await boss.content()).includes(secret), "the secret is shown again");

  step("rolls it: both work for a while");
  await boss.getByRole("button", { name: `What can be done with ${key}` }).click();
  await boss.getByRole("menuitem", { name: /^Roll/ }).click();
  await dialog(boss, `Roll ${key}`).getByRole("button", { name: "Make new secret" }).click();
  await stepUp(boss, manager, shown);
  const next = await readSecret(shown);
  for (const [which, each] of [
    ["rolled", secret],
    ["new", next],
  ]) {
    const answer = await post(each, `${which}-${world.run}`, {
      ...person,
      email: `${which}.${world.run}@mail.example`,
    });
    expect(answer.status === 201, `the ${which} key after rolling: ${answer.status}`);
  }

  step("revokes the old one: it stops");
  await boss
    .getByRole("row")
    .filter({ hasText: key })
    .filter({ hasText: "Rolled" })
    .getByRole("button", { name: `What can be done with ${key}` })
    .click();
  await boss.getByRole("menuitem", { name: /^Revoke/ }).click();
  const revoke = dialog(boss, `Revoke ${key}?`);
  await revoke.getByLabel(/Type the key's name/).fill(key);
  await accessible(boss, "the dialog that revokes a key");
  await revoke.getByRole("button", { name: "Revoke key" }).click();
  await stepUp(boss, manager, boss.getByText(`The key ${key} is revoked`));
  const refused = await post(secret, `after-${world.run}`);
  expect(refused.status === 401, `the revoked key: ${refused.status}`);
  expect(
    (await post(next, `still-${world.run}`, { ...person, email: `z5.${world.run}@mail.example` })).status === 201,
    "the other key stopped too",
  );

  step("Northwind saw nothing of it");
  const northwind = world.broker("northwind").who("CRM Manager");
  const other = await world.as(northwind);
  await visit(other, northwind, `/clients?q=${encodeURIComponent(`Rahimi ${world.run}`)}`);
  await other.getByText("No client matches").waitFor();
  expect((await grid(other).count()) === 0, "Northwind has rows for a client of Atlas FX");
}

async function readSecret(shown) {
  await shown.waitFor();
  const secret = await shown.locator("[data-secret]").textContent();
  await shown.getByLabel("I have stored the secret").check();
  await shown.getByRole("button", { name: "Done" }).click();
  return secret;
}
