import { accessible } from "../lib/axe.mjs";
import { dialog, panel, rows, visit } from "../lib/portal.mjs";
import { expect } from "../lib/wait.mjs";

export const name = "a masked agent reveals a contact with a reason; after a minute the mask is back";

export async function journey(world, step) {
  const northwind = world.broker("northwind");
  const agent = northwind.who("Agent");
  const page = await world.as(agent);
  await page.clock.install();

  step("the list and the panel show masks only");
  await visit(page, agent, "/clients");
  const first = rows(page).filter({ hasText: "@" }).first();
  await first.waitFor();
  const row = await first.textContent();
  expect(/•/.test(row), `an agent's row is not masked: ${row}`);
  await first.click();
  const opened = panel(page);
  const ask = opened.getByRole("button", { name: "Reveal E-mail" });
  await ask.waitFor();

  step("a short reason is not enough");
  await ask.click();
  const reveal = dialog(page, "Reveal: E-mail");
  await reveal.getByLabel("Reason").fill("why");
  const go = reveal.getByRole("button", { name: "Reveal for 60 seconds" });
  expect(await go.isDisabled(), "three letters pass for a reason");

  step("with a reason the address is shown");
  const reason = `Client asked to spell the address ${world.run}`;
  await reveal.getByLabel("Reason").fill(reason);
  await go.click();
  await reveal.waitFor({ state: "detached" });
  const timer = opened.getByRole("timer");
  await timer.waitFor();
  const shown = await opened.locator("bdi").filter({ hasText: "@" }).first().textContent();
  expect(/^[^•\s]+@[^•\s]+$/.test(shown), `not an address: ${shown}`);

  await accessible(page, "a revealed value");

  step("the mask comes back by itself");
  await page.clock.fastForward(61_000);
  await timer.waitFor({ state: "detached" });
  await ask.waitFor();
  expect((await opened.getByText(shown).count()) === 0, "the address is still on the page");

  step("the manager finds who looked, and why");
  const manager = northwind.who("CRM Manager");
  const boss = await world.as(manager);
  await visit(boss, manager, "/audit", "Audit");
  const event = boss.getByRole("row").filter({ hasText: reason });
  await event.first().waitFor();
  expect((await event.first().textContent()).includes(agent.name), "the trail does not name the agent");
}
