import { readFile } from "node:fs/promises";
import { accessible } from "../lib/axe.mjs";
import { dialog, panel, rows, stepUp, visit } from "../lib/portal.mjs";
import { expect, until } from "../lib/wait.mjs";

export const name = "an agent opens many profiles; the manager is alerted, closes it, and takes the trail as a file";
export const longest = 240_000;

export async function journey(world, step) {
  const northwind = world.broker("northwind");
  const [manager, agent] = [northwind.who("CRM Manager"), northwind.who("Agent")];
  const page = await world.as(manager);

  step("three profiles in an hour are unusual from now on");
  await visit(page, manager, "/alerts", "Alerts");
  await page.getByRole("button", { name: "Change the threshold: Profiles opened" }).click();
  const rule = dialog(page, "Profiles opened");
  await rule.getByLabel("Usual: up to").fill("2");
  await accessible(page, "a threshold");
  await rule.getByRole("button", { name: "Save" }).click();
  await page.getByText("The threshold is changed").waitFor();

  step("an agent opens four");
  const own = await world.as(agent);
  await visit(own, agent, "/clients");
  await rows(own).first().waitFor();
  let last = "";
  for (let at = 0; at < 4; at++) {
    await rows(own).nth(at).click();
    const heading = panel(own).getByRole("heading", { level: 2 }).first();
    await until("the next profile is open", async () => {
      const now = await heading.textContent().catch(() => last);
      return now !== last && now !== "";
    });
    last = await heading.textContent();
  }

  step("within a minute or two the manager is told, on the home page too");
  const row = page.getByRole("region", { name: "Unusual reading" }).getByRole("row", { name: new RegExp(agent.name) });
  await row.first().waitFor({ timeout: 130_000 });
  await row.first().getByText("Profiles opened").waitFor();
  await accessible(page, "an open alert");
  await visit(page, manager, "/home", "Home");
  await page.getByRole("link", { name: /Alerts of unusual reading/ }).click();

  step("the events behind it");
  await page
    .getByRole("link", { name: `See the events of ${agent.name} in the audit trail` })
    .first()
    .click();
  await page.getByRole("region", { name: "Events" }).getByText("Profile opened").first().waitFor();

  step("taken as a file, with a reason");
  await page.getByRole("button", { name: "Take as a file" }).click();
  const take = dialog(page, "Take the trail as a file");
  await take.getByLabel("Reason").fill("Looks into the reading of today");
  await accessible(page, "taking a file");
  const download = page.waitForEvent("download", { timeout: 60_000 });
  await take.getByRole("button", { name: "Download" }).click();
  await stepUp(page, manager, page.getByText("The file is being downloaded"));
  const text = await readFile(await (await download).path(), "utf8");
  const lines = text.trim().split("\n");
  expect(lines.length > 4, `the file has ${lines.length} lines`);
  expect(
    lines.slice(1).every((line) => line.includes("client.opened")),
    "an event that was not asked for",
  );

  step("closed with what was found");
  await visit(page, manager, "/alerts", "Alerts");
  await page
    .getByRole("button", { name: `Close the alert of ${agent.name}` })
    .first()
    .click();
  const close = dialog(page, `Close the alert of ${agent.name}`);
  await close.getByLabel("Reason").fill("Prepared the round of calls for today");
  await close.getByRole("button", { name: "Close alert" }).click();
  await page.getByText("The alert is closed").waitFor();
  await row.first().waitFor({ state: "detached" });
}
