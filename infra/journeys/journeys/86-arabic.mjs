import { accessible } from "../lib/axe.mjs";
import { visit } from "../lib/portal.mjs";
import { expect, until } from "../lib/wait.mjs";

export const name = "a member of staff reads the portal in Arabic, from right to left, and goes back to English";
export const longest = 180_000;

const html = (page) => page.evaluate(() => `${document.documentElement.lang} ${document.documentElement.dir}`);

/** Chooses a language in Account; its field is called by the language that is shown now. */
async function choose(page, field, language, shown) {
  await page.getByRole("combobox", { name: field }).click();
  await page.getByRole("option", { name: language }).click();
  await until(`the page is ${shown}`, async () => (await html(page)) === shown);
}

/** Latin digits stand in Arabic too; nothing sticks out at the side. */
async function reads(page, what) {
  const text = await page.locator("main").first().innerText();
  expect(/[\u0600-\u06ff]{3}/.test(text), `${what} has no Arabic text`);
  expect(!/[\u0660-\u0669\u06f0-\u06f9]/.test(text), `${what} has digits that are not Latin`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(!wide, `${what} scrolls sideways`);
  await accessible(page, `${what}, in Arabic`);
}

export async function journey(world, step) {
  const manager = world.broker("northwind").who("CRM Manager");
  // a browser of its own: the language is remembered there, and other journeys read English
  const page = await world.fresh(manager);

  try {
    step("switches in Account, at once");
    await visit(page, manager, "/account", "Your account");
    await choose(page, "Language", "العربية", "ar rtl");
    await page.getByRole("heading", { name: "حسابك", level: 1 }).waitFor();
    await reads(page, "the account page");

    step("the home page");
    await visit(page, manager, "/home", "الرئيسية");
    await page.getByRole("table", { name: "حسب المصدر" }).waitFor();
    expect((await html(page)) === "ar rtl", "a fresh page is not Arabic");
    await reads(page, "the home page");

    step("the list of clients, its columns from right to left");
    await visit(page, manager, "/clients");
    const grid = page.getByRole("grid", { name: "العملاء" });
    const rows = grid.locator('[role="row"][aria-selected]');
    await rows.nth(3).waitFor();
    const headings = grid.getByRole("columnheader");
    const [first, last] = await Promise.all([headings.first().boundingBox(), headings.nth(2).boundingBox()]);
    expect(first.x > last.x, "the first column does not stand at the right");
    await reads(page, "the list of clients");

    step("a profile, beside the list");
    await rows.nth(3).click();
    const panel = page.getByRole("complementary").filter({ has: page.getByRole("tablist") });
    await panel.getByRole("heading", { level: 2 }).first().waitFor();
    await panel.getByRole("tab", { name: "نظرة عامة" }).waitFor();
    const [beside, list] = await Promise.all([panel.boundingBox(), grid.boundingBox()]);
    expect(beside.x < list.x + list.width / 2, "the panel does not open at the left");
    await reads(page, "a profile");

    step("what the server says: its titles in the trail, and a refusal");
    await visit(page, manager, "/audit", "التدقيق");
    await page.getByRole("row").filter({ hasText: "سُجِّل الدخول" }).first().waitFor();
    await reads(page, "the audit trail");
    await visit(page, manager, "/account/security");
    await page.getByLabel("كلمة المرور الحالية").fill("not the one that holds");
    await page.getByLabel("كلمة المرور الجديدة").first().fill("quiet copper piers 91 at dawn");
    await page.getByRole("button", { name: "تغيير كلمة المرور" }).click();
    await page.getByText("هذه ليست كلمة مرورك الحالية.").waitFor();
  } finally {
    step("and back to English");
    await visit(page, manager, "/account");
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    if ((await html(page)) === "ar rtl") await choose(page, "اللغة", "English", "en ltr");
    await page.getByRole("heading", { name: "Your account", level: 1 }).waitFor();
  }
}
