import { dialog, stepUp } from "../lib/portal.mjs";
import { agent, button, heading, manager, menuItem, openFirst, pressed, rowMenu } from "./parts.mjs";

/** From a client's menu to the question about a colleague. */
async function asked(page, colleague) {
  await openFirst(page);
  await button(page, "More actions").click();
  await menuItem(page, "Who sees this client, and why").click();
  await heading("Who sees what")(page);
  const field = page.getByRole("combobox", { name: "Colleague" }).or(page.getByRole("textbox", { name: "Colleague" }));
  await field.first().fill(colleague);
  await page.getByRole("option", { name: colleague }).first().click();
}

export const officeScreens = [
  { name: "duplicates", as: manager, path: "/duplicates", open: heading("Duplicates") },
  { name: "staff", as: manager, path: "/staff", open: heading("Staff") },
  { name: "staff-read-only", as: "Read-only auditor", path: "/staff", open: heading("Staff") },
  { name: "staff-menu", as: manager, path: "/staff", open: rowMenu() },
  { name: "staff-invite", as: manager, path: "/staff", open: pressed("Invite") },
  { name: "staff-edit", as: manager, path: "/staff", open: rowMenu("Edit") },
  { name: "staff-suspend", as: manager, path: "/staff", open: rowMenu("Suspend") },
  { name: "teams", as: manager, path: "/teams", open: heading("Teams") },
  { name: "teams-new", as: manager, path: "/teams", open: pressed("New team") },
  { name: "teams-menu", as: manager, path: "/teams", open: rowMenu() },
  { name: "roles", as: manager, path: "/roles", open: heading("Roles") },
  {
    name: "roles-use",
    as: manager,
    path: "/roles",
    open: async (page) => {
      await page.getByText("What is used of it").click();
      const uses = page.getByRole("region", { name: "Permissions and their use" });
      await uses
        .getByRole("row", { name: /Notes: Write/ })
        .getByRole("button")
        .click();
      await page.getByRole("list", { name: "Who holds Notes: Write" }).getByRole("listitem").first().waitFor();
    },
  },
  { name: "custom-fields", as: manager, path: "/custom-fields", open: heading("Client fields") },
  {
    name: "role",
    as: manager,
    path: "/roles",
    open: async (page) => {
      await page.getByRole("link", { name: "Team Leader" }).click();
      await page.getByRole("heading", { name: "Team Leader", level: 1 }).waitFor();
      await page.getByRole("grid").first().waitFor();
    },
  },
  {
    name: "role-cell",
    as: manager,
    path: "/roles",
    open: async (page) => {
      await page.getByRole("link", { name: "Agent", exact: true }).click();
      await page.getByRole("button", { name: /^Clients, View: / }).click();
      await page.getByRole("menuitemradio").first().waitFor();
    },
  },
  {
    name: "role-confirm",
    as: manager,
    path: "/roles",
    open: async (page) => {
      await page.getByRole("link", { name: "Agent", exact: true }).click();
      await page.getByRole("button", { name: /^Clients, View: / }).click();
      await page.getByRole("menuitemradio", { name: /^Team/ }).click();
      await page.getByRole("button", { name: "Save role" }).click();
      await dialog(page).waitFor();
    },
  },
  {
    name: "role-new",
    as: manager,
    path: "/roles/new",
    open: async (page) => {
      await heading("New role")(page);
      await page.getByRole("grid").first().waitFor();
    },
  },
  {
    name: "role-denied",
    as: manager,
    path: "/roles/new",
    open: async (page) => {
      await heading("New role")(page);
      await button(page, "Contact details, Reveal: None").click();
      await page.getByRole("menuitemradio", { name: /^Denied/ }).click();
      await button(page, "Phone, Every client: Masked").click();
      await page.getByRole("menuitemradio", { name: /^Denied/ }).click();
      await page.getByRole("button", { name: /^Phone, Every client: Denied/ }).waitFor();
    },
  },
  { name: "why-empty", as: manager, path: "/why", open: heading("Who sees what") },
  {
    name: "why",
    as: manager,
    path: "/clients",
    open: async (page, { person }) => {
      await asked(page, person(manager).name);
      await page.getByRole("region", { name: "What can be done" }).waitFor();
    },
  },
  {
    name: "why-not",
    as: manager,
    path: "/clients",
    open: async (page, { person }) => {
      await asked(page, person(agent).name);
      await page.getByRole("listitem").first().waitFor();
    },
  },
  { name: "api-keys", as: manager, path: "/api-keys", open: heading("API keys") },
  { name: "api-keys-new", as: manager, path: "/api-keys", open: pressed("New API key") },
  { name: "trading-servers", as: manager, path: "/trading-servers", open: heading("Trading servers") },
  { name: "trading-servers-not-allowed", as: agent, path: "/trading-servers", open: heading("not part of your role") },
  { name: "trading-servers-add", as: manager, path: "/trading-servers", open: pressed("Add trading server") },
  {
    name: "trading-servers-add-mt4",
    as: manager,
    path: "/trading-servers",
    open: async (page) => {
      await pressed("Add trading server")(page);
      await dialog(page).getByText("MetaTrader 4", { exact: true }).click();
      await dialog(page).getByLabel("Client id").waitFor();
    },
  },
  { name: "account-products-add", as: manager, path: "/trading-servers", open: pressed("Add product") },
  { name: "trading-servers-menu", as: manager, path: "/trading-servers", open: rowMenu() },
  { name: "trading-servers-edit", as: manager, path: "/trading-servers", open: rowMenu("Edit") },
  { name: "trading-servers-archive", as: manager, path: "/trading-servers", open: rowMenu("Archive") },
  {
    name: "audit",
    as: manager,
    path: "/audit",
    open: async (page) => {
      await heading("Audit")(page);
      await page.getByRole("region", { name: "Events" }).getByRole("row").nth(2).waitFor();
    },
  },
  {
    name: "audit-event",
    as: manager,
    path: "/audit",
    open: async (page) => {
      await page.getByRole("region", { name: "Events" }).getByRole("row").nth(2).click();
      await page.getByRole("complementary").waitFor();
    },
  },
  {
    name: "audit-file",
    as: manager,
    path: "/audit",
    open: pressed("Take as a file"),
  },
  { name: "alerts", as: manager, path: "/alerts", open: heading("Alerts") },
  {
    name: "alerts-threshold",
    as: manager,
    path: "/alerts",
    open: pressed("Change the threshold: Files taken at night"),
  },
  {
    name: "audit-verified",
    as: manager,
    path: "/audit",
    open: async (page) => {
      await button(page, "Verify the chain").click();
      await dialog(page).waitFor({ timeout: 30_000 });
    },
  },
  {
    name: "role-delete",
    as: manager,
    path: "/roles",
    open: async (page, { person }) => {
      const unused = "Held by nobody";
      const menu = (name) => page.getByRole("button", { name: `What can be done with ${name}`, exact: true });
      await menu("Agent").waitFor();
      if ((await menu(unused).count()) === 0) {
        await menu("Agent").click();
        await menuItem(page, "Clone").click();
        await page.getByRole("heading", { name: "New role" }).waitFor();
        await page.getByLabel("Name", { exact: true }).fill(unused);
        await button(page, "Make role").click();
        await stepUp(page, person(manager), page.getByRole("heading", { name: unused, level: 1 }));
        await page.getByRole("link", { name: "Roles", exact: true }).first().click();
      }
      await menu(unused).click();
      await menuItem(page, "Delete").click();
      await dialog(page).waitFor();
    },
  },
  {
    name: "role-unsaved",
    as: manager,
    path: "/roles/new",
    open: async (page) => {
      await page.getByLabel("Name", { exact: true }).fill("Half done");
      await page.getByRole("link", { name: "Staff" }).click();
      await dialog(page, "Leave without saving?").waitFor();
    },
  },
];
