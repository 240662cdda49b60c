import { smallTargets } from "../lib/axe.mjs";
import { panel, quiet, rows, visit } from "../lib/portal.mjs";
import { expect } from "../lib/wait.mjs";

export const name = "a small laptop and a tablet: nothing sticks out, everything is in reach and large enough";
export const longest = 600_000;

const sizes = [
  [1280, 800],
  [1024, 768],
  [820, 1180],
];

/** Each page, and what one comes to it for. */
const pages = [
  ["/home?span=30", "Home", "Print"],
  ["/queue?whose=EVERYBODY", "My day"],
  ["/clients", "Clients", "New client", "Filter", "Columns"],
  ["/imports", "Imports", "New import"],
  ["/imports/new", "New import", "Choose file"],
  ["/trading-accounts", "Trading accounts"],
  ["/positions", "Positions", "More filters"],
  ["/positions?tab=orders", "Positions"],
  ["/positions?tab=exposure", "Positions"],
  ["/positions?tab=margin", "Positions"],
  ["/positions?tab=deals", "Positions"],
  ["/positions?tab=commands", "Positions"],
  ["/balance-operations", "Balance operations"],
  ["/balance-operations?tab=unknown", "Balance operations"],
  ["/balance-operations?tab=history", "Balance operations"],
  ["/balance-operations?tab=differences", "Balance operations"],
  ["/balance-operations?tab=limits", "Balance operations", "Add a currency"],
  ["/team-board", "Team board", "Cover somebody"],
  ["/staff", "Staff", "Invite"],
  ["/teams", "Teams", "New team"],
  ["/roles", "Roles", "New role"],
  ["/roles/new", "New role"],
  ["/api-keys", "API keys", "New API key"],
  ["/client-statuses", "Statuses and tags"],
  ["/custom-fields", "Client fields", "New field", "New section"],
  ["/duplicates", "Duplicates"],
  ["/alerts", "Alerts"],
  ["/trading-servers", "Trading servers", "Add trading server", "Add product"],
  ["/audit", "Audit", "Verify the chain"],
  ["/why", "Who sees what"],
  ["/account", "Your account"],
  ["/account/security", "Your account"],
];

/** What sticks out at the side: the page, or the part of it that scrolls. Grids and tables scroll in themselves. */
const sideways = (page) =>
  page.evaluate(() =>
    [document.scrollingElement, document.getElementById("main")]
      .filter((each) => each && each.scrollWidth > each.clientWidth + 1)
      .map((each) => `${each.tagName.toLowerCase()} is ${each.scrollWidth} wide in ${each.clientWidth}`),
  );

/** Whether a thing can be brought into sight and pressed; and its size. */
async function inReach(page, locator, what, faults) {
  try {
    await locator.click({ trial: true, timeout: 5_000 });
  } catch {
    return void faults.push(`${what} cannot be pressed`);
  }
  const { x, width, height } = await locator.boundingBox();
  const { width: wide } = page.viewportSize();
  if (x < 0 || x + width > wide + 1) faults.push(`${what} stands outside, from ${x} to ${x + width}`);
  if (Math.min(width, height) < 24) faults.push(`${what} is ${width} by ${height}`);
}

export async function journey(world, step) {
  const manager = world.broker("northwind").who("CRM Manager");
  const page = await world.fresh(manager, { hasTouch: true });
  const faults = [];

  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    const look = async (what) => {
      for (const said of await sideways(page)) faults.push(`${width} ${what}: ${said}`);
      for (const said of await smallTargets(page)) faults.push(`${width} ${what}: ${said}`);
    };
    for (const [path, heading, ...buttons] of pages) {
      step(`${path}, ${width} wide`);
      await visit(page, manager, path, heading);
      await quiet(page);
      await look(path);
      for (const button of buttons) {
        const link = page.getByRole("link", { name: button });
        const found = page.getByRole("button", { name: button, exact: true }).or(link).first();
        await inReach(page, found, `${width} ${path}: ${button}`, faults);
      }
    }

    step(`navigation and account, ${width} wide`);
    const links = page.getByRole("navigation", { name: "Main" }).getByRole("link");
    for (const link of await links.all())
      await inReach(page, link, `${width}: ${await link.getAttribute("aria-label")}`, faults);
    await inReach(page, page.getByRole("button", { name: /your account/ }), `${width}: the account's menu`, faults);
    await inReach(page, page.getByRole("button", { name: /^Search clients, pages/ }), `${width}: the search`, faults);

    step(`a client beside the list, by a tap, ${width} wide`);
    await visit(page, manager, "/clients");
    await rows(page).nth(3).tap();
    const heading = panel(page).getByRole("heading", { level: 2 }).first();
    await heading.waitFor();
    await look("a client beside the list");
    for (const tab of ["Accounts", "Positions", "History", "Notes", "Timeline"]) {
      await panel(page)
        .getByRole("tab", { name: new RegExp(`^${tab}`) })
        .tap();
      await panel(page).getByRole("tabpanel").waitFor();
      await quiet(page);
      await look(`a client's ${tab}`);
    }
    await panel(page).getByRole("link", { name: "Open the whole page" }).tap();
    await page.getByRole("heading", { level: 1 }).waitFor();
    await look("a client's page");
    await page.goBack();
    await panel(page).getByRole("button", { name: "Close the side panel" }).tap();
    await panel(page).waitFor({ state: "detached" });
    await rows(page).first().waitFor();

    step(`a call-back, by a tap, ${width} wide`);
    await visit(page, manager, "/queue?whose=EVERYBODY", "My day");
    await page
      .getByRole("region", { name: /Overdue|Today|New leads|Later/ })
      .getByRole("button")
      .first()
      .tap();
    await heading.waitFor();
    await look("a call-back");
    const line = page.getByLabel(/^Outcome: status/);
    await line.fill("no answer, tomorrow 15:00");
    await inReach(page, page.getByRole("button", { name: "Save, next" }), `${width}: Save, next`, faults);
    await panel(page).getByRole("button", { name: "Close the side panel" }).tap();
    await panel(page).waitFor({ state: "detached" });
  }
  expect(faults.length === 0, `${faults.length} faults:\n${faults.join("\n")}`);
}
