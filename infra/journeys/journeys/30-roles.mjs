import { accessible } from "../lib/axe.mjs";
import { hire } from "../lib/people.mjs";
import { dialog, grid, inPreview, rows, signIn, stepUp, visit } from "../lib/portal.mjs";
import { expect } from "../lib/wait.mjs";

export const name =
  "a manager looks at a role before it is made, makes it and changes it; the agent's open screen follows within 5 seconds";

const seconds = 5_000;

export async function journey(world, step) {
  const manager = world.broker("northwind").who("CRM Manager");
  const role = `Night desk ${world.run}`;

  step("clones the agent's role");
  const boss = await world.as(manager);
  await visit(boss, manager, "/roles", "Roles");
  await boss.getByRole("button", { name: "What can be done with Agent", exact: true }).click();
  await boss.getByRole("menuitem", { name: "Clone" }).click();
  await boss.getByRole("heading", { name: "New role" }).waitFor();
  await boss.getByLabel("Name", { exact: true }).fill(role);
  await choose(boss, "Clients, View", "All");

  step("looks at the portal as that role, before it is made");
  await boss.getByRole("button", { name: "Preview as this role" }).click();
  await inPreview(boss, async (banner) => {
    await banner.getByText(`with what ${role}, not saved yet, would be shown and could do`).waitFor();
    const navigation = boss.getByRole("navigation", { name: "Main" });
    await navigation.getByRole("link", { name: "Clients", exact: true }).waitFor();
    expect((await navigation.getByRole("link", { name: "Roles" }).count()) === 0, "the draft manages no roles");
    await accessible(boss, "a preview of a role that is not saved");
  });
  await boss.getByText("Back from the preview.").waitFor();
  expect((await boss.getByLabel("Name", { exact: true }).inputValue()) === role, "the draft is lost");
  await boss.getByRole("button", { name: /^Clients, View: All/ }).waitFor();
  await boss.getByRole("button", { name: "Make role" }).click();
  await stepUp(boss, manager, boss.getByRole("heading", { name: role, level: 1 }));

  step("an agent in that role works with masked values");
  const { person, page: agent } = await hire(world, "northwind", {
    name: "Mika Brandt",
    role,
    team: "Sales South",
  });
  await signIn(agent, person);
  const first = rows(agent).filter({ hasText: "@" }).first();
  await first.waitFor();
  await agent.evaluate(() => {
    window.sameDocument = true;
  });
  const email = () => first.getByRole("gridcell").filter({ hasText: "@" }).first();
  expect((await email().textContent()).includes("•"), "the agent's e-mails are not masked");
  const administration = agent.getByRole("link", { name: "Audit", exact: true });
  expect((await administration.count()) === 0, "an agent is offered the audit trail");

  // the manager's page learns that somebody holds the role now
  await boss.reload();

  step("the manager shows e-mail in full and grants the audit trail");
  await choose(boss, "E-mail, Every client", "Full");
  await choose(boss, "Audit trail, View", undefined);
  await boss.getByRole("button", { name: "Save role" }).click();
  const sure = dialog(boss, "Change what people may do?");
  await sure.getByRole("button", { name: "Save role" }).click();
  await stepUp(boss, manager, boss.getByText("Everything is saved."));
  await agent.waitForFunction(
    () => {
      const text = document.querySelector('[role="grid"]')?.textContent ?? "";
      return text.includes("@") && !/•\S*@/.test(text);
    },
    undefined,
    { timeout: seconds },
  );
  await administration.waitFor({ timeout: seconds });
  expect(await agent.evaluate(() => window.sameDocument === true), "the page was loaded again");

  step("the right to see clients goes: so does the list");
  await choose(boss, "Clients, View", "None");
  await boss.getByRole("button", { name: "Save role" }).click();
  await sure.getByRole("button", { name: "Save role" }).click();
  await boss.getByText("Everything is saved.").waitFor();
  await grid(agent).waitFor({ state: "detached", timeout: seconds });
  expect(await agent.evaluate(() => window.sameDocument === true), "the page was loaded again");
}

/** One cell of a matrix: opens its choices and takes one; a cell with two choices is only pressed. */
async function choose(page, cell, option) {
  const button = page.getByRole("button", { name: new RegExp(`^${cell}: `) });
  await button.click();
  if (option) await page.getByRole("menuitemradio", { name: new RegExp(`^${option}`) }).click();
}
