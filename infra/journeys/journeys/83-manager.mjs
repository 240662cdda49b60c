import { accessible } from "../lib/axe.mjs";
import { dialog, visit } from "../lib/portal.mjs";
import { choose } from "../lib/trading.mjs";
import { expect, until } from "../lib/wait.mjs";

export const name =
  "a manager's morning: figures and the lists behind them, on paper too; a colleague covers an absent one";
export const longest = 180_000;

export async function journey(world, step) {
  const northwind = world.broker("northwind");
  const [manager, agent] = [northwind.who("CRM Manager"), northwind.who("Agent")];
  const page = await world.as(manager);

  step("the portal begins with the figures");
  await visit(page, manager, "/", "Home");
  expect(page.url().endsWith("/home"), `landed on ${page.url()}`);
  await page.getByRole("table", { name: "By source" }).waitFor();
  await page.getByRole("radio", { name: "30 days" }).locator("..").click();
  const dollars = page.getByRole("article", { name: "USD" });
  await dollars.waitFor();
  await accessible(page, "the home page");

  step("first deposits open their list, which holds as many");
  const first = dollars.getByRole("link", { name: /^\d[\d,]* · [\d,.]+ USD$/ }).first();
  const [, count, amount] = /^([\d,]+) · ([\d,.]+) USD$/.exec(await first.textContent());
  expect(count !== "0", "no first deposit in thirty days");
  await first.click();
  await page.getByRole("button", { name: "Remove the filter: First deposits USD" }).waitFor();
  const total = page.getByText(`(${count} booked)`);
  await total.waitFor();
  expect((await total.textContent()).includes(`in ${amount}`), `${await total.textContent()} is not ${amount}`);
  await page.goBack();
  await dollars.waitFor();

  step("new clients of one source open their list, which counts as many");
  const source = page.getByRole("table", { name: "By source" }).getByRole("link").first();
  const made = await source.textContent();
  await source.click();
  await page.getByText(new RegExp(`^${made.replace(",", ",?")} clients?`)).waitFor();

  step("what waits opens its queue");
  const overdue = page.getByRole("link", { name: /Overdue call-backs and tasks/ });
  const region = page.getByRole("region", { name: "Overdue" });
  // another one may fall due between the two looks
  await until(
    "the queue has as many",
    async () => {
      await visit(page, manager, "/home", "Home");
      const late = /^[\d,]+\+?/.exec(await overdue.textContent())[0];
      await overdue.click();
      await region.getByRole("heading", { name: /^Overdue/ }).waitFor();
      const heading = region.getByRole("heading", { name: new RegExp(`Overdue ?${late.replace("+", "\\+")}`) });
      return await heading.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      );
    },
    { within: 60_000 },
  );
  expect(!(await page.getByRole("region", { name: "Later" }).isVisible()), "more than what is overdue is shown");

  step("on paper there is no navigation, and the page is light");
  await visit(page, manager, "/home?span=30", "Home");
  await dollars.waitFor();
  await page.emulateMedia({ media: "print" });
  await until(
    "the navigation is gone",
    async () => !(await page.getByRole("navigation", { name: "Main" }).isVisible()),
  );
  const paper = await page.evaluate(() => {
    window.dispatchEvent(new Event("beforeprint"));
    const scheme = document.documentElement.getAttribute("data-mantine-color-scheme");
    window.dispatchEvent(new Event("afterprint"));
    return scheme;
  });
  expect(paper === "light", `paper is ${paper}`);
  const exact = dollars.getByRole("table", { name: "Net deposit in USD by day" });
  await exact.getByRole("row").first().waitFor();
  const pdf = await page.pdf({ format: "A4", printBackground: true });
  expect(pdf.length > 20_000 && pdf.subarray(0, 5).toString() === "%PDF-", `a page of ${pdf.length} bytes is no page`);
  await page.emulateMedia({ media: "screen" });
  await until("on the screen the table is shut again", async () => !(await exact.isVisible()));

  step("deposits and withdrawals open their lists");
  await dollars.getByText("out", { exact: false }).getByRole("link").first().click();
  await page.getByRole("button", { name: "Remove the filter: Deposits USD" }).waitFor();

  step("the board shows the people");
  await visit(page, manager, "/team-board", "Team board");
  await page
    .getByRole("region", { name: "Who did what" })
    .getByRole("row", { name: /Pavel Novak/ })
    .waitFor();
  await accessible(page, "the team board");

  step("a target is set, and stands there");
  const target = dialog(page, "Target of Pavel Novak");
  const toTarget = page.getByRole("button", { name: "Target of Pavel Novak" });
  await toTarget.click();
  await target.getByLabel("Contacts on a working day").fill("17");
  await accessible(page, "the dialog that sets a target");
  await target.getByRole("button", { name: "Set target" }).click();
  await page.getByText("The target is set").waitFor();
  await target.waitFor({ state: "detached" });
  await toTarget.click();
  await until(
    "it is what was set",
    async () => (await target.getByLabel("Contacts on a working day").inputValue()) === "17",
  );
  await page.keyboard.press("Escape");
  await target.waitFor({ state: "detached" });

  step("an absent colleague is covered in two clicks");
  const cover = page.getByRole("button", { name: "Cover Pavel Novak" });
  const form = dialog(page, "Cover an absent colleague");
  const row = page.getByRole("region", { name: "Absences" }).getByRole("row", { name: /Pavel Novak/ });
  const end = row.getByRole("button", { name: "End the cover of Pavel Novak" });
  await cover.click();
  await form.getByRole("button", { name: "Set cover" }).click();
  // who covers stands before who set it
  await row.getByRole("cell").nth(0).filter({ hasText: manager.name }).waitFor();
  await end.click();
  await page.getByText("Nobody is covered").waitFor();

  step("a colleague covers instead");
  await cover.click();
  await choose(page, form, "Who covers", agent.name);
  await accessible(page, "the dialog that sets a cover");
  await form.getByRole("button", { name: "Set cover" }).click();
  await row.filter({ hasText: agent.name }).waitFor();

  step("the colleague sees it, and the absent one's clients");
  const other = await world.as(agent);
  await visit(other, agent, "/clients");
  await other.getByRole("status").filter({ hasText: "You cover Pavel Novak until" }).waitFor();
  await other.getByRole("row").filter({ hasText: "Pavel Novak" }).first().waitFor();
  await accessible(other, "a page with the banner of a cover");

  step("ended early, it is over at once");
  await end.click();
  await page.getByText("Nobody is covered").waitFor();
  await visit(other, agent, "/clients");
  await other.getByRole("row").nth(3).waitFor();
  expect(
    (await other.getByRole("row").filter({ hasText: "Pavel Novak" }).count()) === 0,
    "the clients are still there",
  );
}
