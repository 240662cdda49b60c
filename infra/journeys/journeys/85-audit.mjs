import { dialog, visit } from "../lib/portal.mjs";
import { expect, until } from "../lib/wait.mjs";

export const name = "an auditor filters the trail, opens an event, and proves the chain";

export async function journey(world, step) {
  const auditor = world.broker("northwind").who("Read-only auditor");
  const page = await world.as(auditor);

  step("the newest events stand on top");
  await visit(page, auditor, "/audit", "Audit");
  const events = page.getByRole("region", { name: "Events" }).getByRole("row");
  await events.nth(1).waitFor();

  step("filters by what happened; the address carries it");
  await page.getByLabel("What", { exact: true }).first().click();
  await page.keyboard.type("Signed in");
  await page
    .getByRole("option", { name: /^Signed in/ })
    .first()
    .click();
  await page.keyboard.press("Escape");
  await until("only sign-ins are left", async () => {
    const texts = await events.allInnerTexts();
    return texts.length > 1 && texts.slice(1).every((text) => /Signed in/.test(text));
  });
  expect(/action=/.test(page.url()), `the filter is not in the address: ${page.url()}`);

  step("opens one: who, from where, what");
  await events.nth(1).click();
  const side = page.getByRole("complementary");
  await side.getByText("From where").or(side.getByText("Address")).first().waitFor();
  await page.keyboard.press("Escape");

  step("verifies the chain");
  await page.getByRole("button", { name: "Verify the chain" }).click();
  const result = dialog(page, "The audit chain");
  await result.getByText("Whole", { exact: true }).waitFor({ timeout: 30_000 });
}
