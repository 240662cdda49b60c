import { focusStands, tabTo, watchPointer } from "../lib/keyboard.mjs";
import { dialog, grid, panel, rows } from "../lib/portal.mjs";
import { expect, until } from "../lib/wait.mjs";

export const name = "a lead, a call, its outcome, the next one: without a mouse, and the focus is never lost";
export const longest = 180_000;

export async function journey(world, step) {
  const agent = world.broker("northwind").who("Agent", 1);
  const page = await world.stranger();
  const pointed = await watchPointer(page);
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const stands = (when) => focusStands(page, when);
  const name = panel(page).getByRole("heading", { level: 2 }).first();
  const opened = async () => {
    await name.waitFor();
    return name.textContent();
  };

  step("the sign-in begins in its first field; Tab goes through it in the order in which it is read");
  await page.goto(`${agent.portal}/sign-in`);
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  const order = ["email", "password", "Show or hide the password", "Sign in", "Forgot your password?"];
  for (const [at, expected] of order.entries()) {
    if (at > 0) await press("Tab");
    await stands(expected);
    const said = await page.evaluate(() => {
      const { name: field, textContent, ariaLabel } = document.activeElement;
      return field || ariaLabel || textContent;
    });
    expect(said === expected, `${expected} is expected, and ${said} has the focus`);
  }
  await press("Shift+Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab");
  await page.keyboard.type(agent.email);
  await press("Tab");
  await page.keyboard.type(agent.password);
  await press("Enter");
  await page.getByRole("navigation", { name: "Main" }).waitFor();
  await page.locator("main").getByRole("heading", { level: 1 }).first().waitFor();
  await stands("after the sign-in");

  step("g c opens the list, a condition is chosen from the menu");
  await press("g", "c");
  await rows(page).first().waitFor();
  await stands("after g c");
  await press("/");
  await stands("after /");
  await tabTo(page, "Filter");
  await press("Enter");
  const field = page.getByRole("menuitem", { name: "Sales status" });
  await field.waitFor();
  await until("the menu's first line has the focus", () =>
    page.evaluate(() => document.activeElement.role === "menuitem"),
  );
  await until("the arrows come to Sales status", async () => {
    if (await field.evaluate((item) => item === document.activeElement)) return true;
    await press("ArrowDown");
    return false;
  });
  await press("Enter");
  const chosen = page.getByRole("dialog", { name: "Sales status" });
  await chosen.getByRole("combobox").or(chosen.getByRole("textbox")).first().waitFor();
  await stands("in the condition");
  await page.keyboard.type("New");
  await chosen.getByRole("option", { name: "New", exact: true }).waitFor();
  await press("ArrowDown", "Enter");
  await until("the condition is in the address", () => page.url().includes("filter="));
  await press("Escape");
  await until("the condition's dialog is closed", async () => {
    if (!(await chosen.isVisible())) return true;
    await press("Escape");
    return false;
  });
  await stands("after the condition");

  step("j, Enter: a client is open beside the list");
  await rows(page).first().waitFor();
  await press("j");
  await until("a row is marked", () => grid(page).getAttribute("aria-activedescendant"));
  await stands("on a row");
  await press("Enter");
  const first = await opened();
  await stands("beside an open client");
  await press("]");
  await until("the next client is open", async () => (await opened()) !== first);
  await stands("beside the next client");

  step("a note: 2, w, words, Ctrl+Enter");
  await press("2");
  await page.getByLabel("New note").waitFor();
  await stands("on the notes");
  await press("w");
  await page.keyboard.type(`Asked for a leaflet, ${world.run}`);
  await press("Control+Enter");
  await panel(page).getByText(`Asked for a leaflet, ${world.run}`).last().waitFor();
  await until("the field is empty", async () => (await page.getByLabel("New note").inputValue()) === "");
  await press("Escape");
  await stands("after the note");

  step("e opens the form, Escape gives the focus back; so do the sheet and the palette");
  for (const [key, title] of [
    ["e", /^Edit /],
    ["?", "Keyboard shortcuts"],
    ["Control+k", "Command palette"],
  ]) {
    await press(key);
    await dialog(page, title).waitFor();
    await stands(`in the dialog of ${key}`);
    await press("Escape");
    await dialog(page, title).waitFor({ state: "detached" });
    await stands(`after the dialog of ${key}`);
  }
  await press("Escape");
  await panel(page).waitFor({ state: "detached" });
  expect((await stands("after the panel")).includes("Clients"), "the closed panel does not give the focus to the list");

  step("g d opens the day; j, o, one line, Enter: the next client stands there");
  await press("g", "d");
  await page
    .getByRole("region", { name: /Overdue|Today|New leads|Later/ })
    .first()
    .waitFor();
  await stands("after g d");
  await press("j");
  const called = await opened();
  await stands("on the first of the day");
  await press("o");
  await stands("in the outcome");
  await page.keyboard.type(`no answer, tomorrow 15:00, left a message ${world.run}`);
  await press("Enter");
  await until("the next client is open", async () => (await opened()) !== called);
  await stands("after the outcome");
  expect(
    await page.evaluate(() => document.activeElement.getAttribute("aria-current") === "true"),
    "the next client's row does not have the focus",
  );

  step("u takes the outcome back");
  await press("u");
  await page.getByText("Taken back").waitFor();
  await page
    .getByRole("region", { name: /Overdue|Today|New leads|Later/ })
    .getByRole("button", { name: called })
    .first()
    .waitFor();
  await stands("after the undo");

  step("Ctrl+K, sign out: the first field again");
  await press("Control+k");
  await dialog(page, "Command palette").getByRole("combobox").waitFor();
  await page.keyboard.type("sign out");
  await dialog(page, "Command palette").getByRole("option", { name: "Sign out" }).waitFor();
  await press("Enter");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await stands("after signing out");
  expect((await pointed()) === 0, "something was pressed with a pointing device");
}
