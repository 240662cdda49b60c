// What screens are opened with.
import { dialog, panel, rows } from "../lib/portal.mjs";

export const manager = "CRM Manager";
export const agent = "Agent";

export const button = (page, name) => page.getByRole("button", { name, exact: true }).first();
export const menuItem = (page, name) => page.getByRole("menuitem", { name }).first();
export const optionOf = (page) => page.getByRole("option").first();

export const list = async (page) => void (await rows(page).nth(3).waitFor());
export const openFirst = async (page) => {
  await list(page);
  await rows(page).filter({ hasText: "@" }).nth(1).click();
  await panel(page).getByRole("heading", { level: 2 }).first().waitFor();
};
export const more = (action) => async (page) => {
  await openFirst(page);
  await button(page, "More actions").click();
  await menuItem(page, action).click();
  await dialog(page).waitFor();
};
export const rowMenu = (action) => async (page) => {
  await page
    .getByRole("button", { name: /^What can be done with/ })
    .nth(1)
    .click();
  await menuItem(page, /./).waitFor();
  if (!action) return;
  await menuItem(page, action).click();
  await dialog(page).waitFor();
};
export const pressed = (name) => async (page) => {
  await button(page, name).click();
  await dialog(page).waitFor();
};
export const heading = (name) => async (page) => void (await page.getByRole("heading", { name }).first().waitFor());
