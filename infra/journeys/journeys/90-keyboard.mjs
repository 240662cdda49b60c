import { dialog, grid, panel, rows, visit } from "../lib/portal.mjs";
import { expect, until } from "../lib/wait.mjs";

export const name = "the keyboard alone: palette, cheat sheet, list, panel, chords";

export async function journey(world, step) {
  const manager = world.broker("northwind").who("CRM Manager");
  const page = await world.as(manager);
  await visit(page, manager, "/clients");
  await rows(page).first().waitFor();
  const ready = () =>
    page.waitForFunction(() => document.activeElement?.getAttribute("role") === "combobox", undefined, {
      timeout: 500,
    });
  const active = () => grid(page).getAttribute("aria-activedescendant");

  step("j and k move, Enter opens, ] goes on, Escape closes");
  await page.keyboard.press("j");
  await until("a row is active", active);
  const first = await active();
  await page.keyboard.press("j");
  await until("the next row is active", async () => (await active()) !== first);
  await page.keyboard.press("k");
  await until("the first row is active again", async () => (await active()) === first);
  await page.keyboard.press("Enter");
  const opened = panel(page);
  await opened.getByRole("heading", { level: 2 }).first().waitFor();
  const client = await opened.getByRole("heading", { level: 2 }).first().textContent();
  await page.keyboard.press("]");
  await until(
    "the next client is open",
    async () => (await opened.getByRole("heading", { level: 2 }).first().textContent()) !== client,
  );

  step("e edits, Escape leaves");
  await page.keyboard.press("e");
  await dialog(page, /^Edit /).waitFor();
  await page.keyboard.press("Escape");
  await dialog(page, /^Edit /).waitFor({ state: "detached" });
  await page.keyboard.press("Escape");
  await opened.waitFor({ state: "detached" });

  step("x selects");
  await page.keyboard.press("x");
  await page.getByText("1 client selected").waitFor();
  await page.getByRole("button", { name: "Clear selection" }).click();

  step("? lists what works");
  await page.keyboard.press("?");
  const sheet = dialog(page, "Keyboard shortcuts");
  await sheet.getByText("Next client", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });

  step("g s goes to the staff, g c comes back");
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await page.getByRole("heading", { name: "Staff", level: 1 }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await rows(page).first().waitFor();

  step("Ctrl+K finds a client by part of a name, and a page");
  await page.keyboard.press("Control+k");
  const palette = dialog(page, "Command palette");
  const name = client.split(" ")[0].slice(0, 4);
  await ready();
  // without a look at the answer, as people do who know what they want
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/clients\/cli_/);
  await palette.waitFor({ state: "detached" });
  await page
    .locator("main")
    .getByRole("heading", { level: 1 })
    .filter({ hasText: new RegExp(name, "i") })
    .waitFor();
  await page.keyboard.press("Control+k");
  await ready();
  await page.keyboard.type("audit");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Audit", level: 1 }).waitFor();

  step("an agent's palette offers no page that the agent may not see");
  const agent = world.broker("northwind").who("Agent");
  const other = await world.as(agent);
  await visit(other, agent, "/clients");
  await rows(other).first().waitFor();
  await other.keyboard.press("Control+k");
  await dialog(other, "Command palette").getByRole("option", { name: "Clients" }).first().waitFor();
  const offered = await dialog(other, "Command palette").getByRole("option").allInnerTexts();
  expect(!offered.some((text) => /^(Audit|API keys|Roles)/.test(text)), `offered: ${offered.join(", ")}`);
}
