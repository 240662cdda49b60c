import { accessible } from "../lib/axe.mjs";
import { dialog, panel, visit } from "../lib/portal.mjs";
import { until } from "../lib/wait.mjs";

export const name = "an agent's day: ten call-backs by keyboard alone, an undo, one who must not be called";
export const longest = 180_000;

export async function journey(world, step) {
  const agent = world.broker("northwind").who("Agent");
  const page = await world.as(agent);
  await visit(page, agent, "/queue", "My day");
  const heading = panel(page).getByRole("heading", { level: 2 }).first();
  const current = () => page.locator('[aria-current="true"]');

  step("the first overdue client is opened by keyboard");
  await page.getByRole("region", { name: "Overdue" }).waitFor();
  await page.keyboard.press("j");
  await heading.waitFor();
  await accessible(page, "the queue with a client");

  step("ten outcomes: o, one line, Enter; the next client stands there");
  const waits = [];
  for (let at = 1; at <= 10; at++) {
    const before = await heading.textContent();
    await page.keyboard.press("o");
    await page.keyboard.type(`no answer, tomorrow ${9 + at}:00, round ${at} of ${world.run}`);
    if (at === 1) await accessible(page, "a typed outcome");
    const pressed = Date.now();
    await page.keyboard.press("Enter");
    await until(
      "the next client is open",
      async () => {
        const now = await heading.textContent().catch(() => before);
        return now !== before;
      },
      { every: 5 },
    );
    waits.push(Date.now() - pressed);
  }
  const sorted = waits.toSorted((a, b) => a - b);
  step(`the next client stood there after ${sorted.join(", ")} ms`);

  step("an outcome comes back within eight seconds");
  const taken = await heading.textContent();
  await page.keyboard.press("o");
  await page.keyboard.type("interested");
  await page.keyboard.press("Enter");
  await until("the next client is open", async () => (await heading.textContent()) !== taken);
  await page.getByRole("button", { name: "Undo" }).last().click();
  await page.getByText("Taken back").waitFor();
  await page
    .getByRole("button", { name: new RegExp(taken) })
    .first()
    .waitFor();

  step("who must not be called leaves the queue");
  await until("the profile is that of the chosen row", async () => {
    const [name, chosen] = await Promise.all([heading.textContent(), current().innerText()]);
    return chosen.includes(name);
  });
  const number = await current().locator("bdi").innerText();
  await panel(page).getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Do not call" }).click();
  const asked = dialog(page, /^Do not call/);
  await asked.getByLabel("Reason").fill("Asked us not to call again");
  await accessible(page, "the dialog that ends calls");
  await asked.getByRole("button", { name: "Do not call" }).click();
  await page.getByText("Must not be called.").waitFor();
  // a task that is no call stays with its client
  const calls = page
    .getByRole("button", { name: new RegExp(number) })
    .filter({ has: page.getByRole("img", { name: "Call-back", exact: true }) });
  await until("the call-back is gone from the list", async () => (await calls.count()) === 0);
}
