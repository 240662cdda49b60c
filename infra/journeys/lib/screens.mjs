// Every screen there is, in the state in which people meet it: for axe and for pictures.
// Each entry goes to `path` as `as` (a role's name, or nobody) and does `open` there.
import { readFileSync } from "node:fs";
import { linkIn } from "./inbox.mjs";
import { dialog, panel, rows, search } from "./portal.mjs";
import { root } from "./stack.mjs";

const button = (page, name) => page.getByRole("button", { name, exact: true }).first();
const menuItem = (page, name) => page.getByRole("menuitem", { name }).first();
const optionOf = (page) => page.getByRole("option").first();

const list = async (page) => void (await rows(page).nth(3).waitFor());
const openFirst = async (page) => {
  await list(page);
  await rows(page).filter({ hasText: "@" }).nth(1).click();
  await panel(page).getByRole("heading", { level: 2 }).first().waitFor();
};
const more = (action) => async (page) => {
  await openFirst(page);
  await button(page, "More actions").click();
  await menuItem(page, action).click();
  await dialog(page).waitFor();
};
const rowMenu = (action) => async (page) => {
  await page
    .getByRole("button", { name: /^What can be done with/ })
    .nth(1)
    .click();
  await menuItem(page, /./).waitFor();
  if (!action) return;
  await menuItem(page, action).click();
  await dialog(page).waitFor();
};
const pressed = (name) => async (page) => {
  await button(page, name).click();
  await dialog(page).waitFor();
};
const heading = (name) => async (page) => void (await page.getByRole("heading", { name }).first().waitFor());

const documents = JSON.parse(readFileSync(`${root}admin-portal/packages/api/src/generated/persisted.json`, "utf8"));
const documentId = (start) => Object.keys(documents).find((id) => documents[id].startsWith(start));

/** Answers a document as if the server asked for a fresh code. */
const asked = (page, document, code) =>
  page.route("**/graphql", (route) =>
    route.request().postData()?.includes(documentId(document))
      ? route.fulfill({ json: { data: null, errors: [{ message: "A fresh code is needed.", extensions: { code } }] } })
      : route.continue(),
  );

const manager = "CRM Manager";
const agent = "Agent";

export const screens = [
  { name: "sign-in", path: "/sign-in", open: heading("Sign in") },
  {
    name: "sign-in-refused",
    path: "/sign-in",
    open: async (page) => {
      await page.getByLabel("E-mail address").fill("somebody@northwind.example");
      await page.getByLabel("Password", { exact: true }).fill("wrong password");
      await button(page, "Sign in").click();
      await page.getByRole("alert").waitFor();
    },
  },
  {
    name: "sign-in-code",
    path: "/sign-in",
    open: async (page, { person }) => {
      const who = person(manager);
      await page.getByLabel("E-mail address").fill(who.email);
      await page.getByLabel("Password", { exact: true }).fill(who.password);
      await button(page, "Sign in").click();
      await page.getByRole("heading", { name: "Enter your code" }).waitFor();
    },
  },
  { name: "forgot-password", path: "/forgot-password", open: heading("Set a new password") },
  {
    name: "forgot-password-sent",
    path: "/forgot-password",
    open: async (page, { person }) => {
      await page.getByLabel("E-mail address").fill(person("Support").email);
      await button(page, "Send the link").click();
      await page.getByRole("heading", { name: "Look into your mailbox" }).waitFor();
    },
  },
  { name: "set-password-no-link", path: "/set-password", open: heading("This link does not work") },
  {
    name: "set-password",
    path: "/forgot-password",
    open: async (page, { person, world }) => {
      const { email } = person("Support");
      await page.getByLabel("E-mail address").fill(email);
      await button(page, "Send the link").click();
      await page.goto(linkIn(await world.inbox.newest(email, /^Set a new password/), "/set-password"));
      await page.getByLabel("New password").waitFor();
    },
  },

  { name: "clients", as: manager, path: "/clients", open: list },
  { name: "clients-masked", as: agent, path: "/clients", open: list },
  {
    name: "clients-nothing-found",
    as: manager,
    path: "/clients?q=zzzzzzzz",
    open: async (page) => void (await page.getByText("No client matches").waitFor()),
  },
  {
    name: "clients-selected",
    as: manager,
    path: "/clients",
    open: async (page) => {
      await list(page);
      for (const at of [1, 2, 3]) await rows(page).nth(at).getByRole("checkbox").check();
    },
  },
  {
    name: "clients-filter",
    as: manager,
    path: "/clients",
    open: async (page) => {
      await list(page);
      await button(page, "Filter").click();
      await page.getByRole("menuitem").or(page.getByRole("dialog")).first().waitFor();
    },
  },
  {
    name: "clients-columns",
    as: manager,
    path: "/clients",
    open: async (page) => {
      await list(page);
      await button(page, "Columns").click();
      await page.getByRole("dialog").waitFor();
    },
  },
  { name: "client-panel", as: manager, path: "/clients", open: openFirst },
  { name: "client-panel-masked", as: agent, path: "/clients", open: openFirst },
  {
    name: "client-notes",
    as: manager,
    path: "/clients",
    open: async (page) => {
      await openFirst(page);
      await panel(page).getByRole("tab", { name: /Notes/ }).click();
      await page.getByLabel("New note").waitFor();
    },
  },
  {
    name: "client-timeline",
    as: manager,
    path: "/clients",
    open: async (page) => {
      await openFirst(page);
      await panel(page).getByRole("tab", { name: "Timeline" }).click();
      await panel(page).getByRole("listitem").first().waitFor();
    },
  },
  {
    name: "client-more",
    as: manager,
    path: "/clients",
    open: async (page) => {
      await openFirst(page);
      await button(page, "More actions").click();
      await menuItem(page, /./).waitFor();
    },
  },
  {
    name: "client-owner",
    as: manager,
    path: "/clients",
    open: async (page) => {
      await openFirst(page);
      await page.getByRole("button", { name: /^Owner: / }).click();
      await optionOf(page).waitFor();
    },
  },
  {
    name: "client-status",
    as: manager,
    path: "/clients",
    open: async (page) => {
      await openFirst(page);
      await page.getByRole("button", { name: /^Sales status: / }).click();
      await menuItem(page, /./).waitFor();
    },
  },
  {
    name: "client-edit",
    as: manager,
    path: "/clients",
    open: async (page) => {
      await openFirst(page);
      await button(page, "Edit").click();
      await dialog(page).waitFor();
    },
  },
  {
    name: "client-edit-masked",
    as: agent,
    path: "/clients",
    open: async (page) => {
      await openFirst(page);
      await button(page, "Edit").click();
      await dialog(page).waitFor();
    },
  },
  { name: "client-email", as: manager, path: "/clients", open: more("Change the e-mail address") },
  { name: "client-password-link", as: manager, path: "/clients", open: more("Send a password link") },
  { name: "client-contact", as: manager, path: "/clients", open: more("Add a contact") },
  { name: "client-archive", as: manager, path: "/clients", open: more("Archive") },
  {
    name: "client-reveal",
    as: agent,
    path: "/clients",
    open: async (page) => {
      await openFirst(page);
      await page.getByRole("button", { name: "Reveal E-mail" }).click();
      await dialog(page).waitFor();
    },
  },
  {
    name: "client-new",
    as: manager,
    path: "/clients?new=true",
    open: async (page) => void (await dialog(page).waitFor()),
  },
  {
    name: "client-new-company",
    as: manager,
    path: "/clients?new=true",
    open: async (page) => {
      await dialog(page).getByText("Company", { exact: true }).click();
      await dialog(page).getByLabel("Company", { exact: true }).last().waitFor();
    },
  },
  {
    name: "client-page",
    as: manager,
    path: "/clients",
    open: async (page) => {
      await openFirst(page);
      await page.getByRole("link", { name: "Open the whole page" }).click();
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.getByRole("tab", { name: "Overview" }).waitFor();
    },
  },
  {
    name: "client-not-here",
    as: agent,
    path: "/clients/cli_nothing",
    open: async (page) =>
      void (await page
        .locator("main")
        .getByRole("heading")
        .or(page.getByText("This client is not here"))
        .first()
        .waitFor()),
  },

  {
    name: "palette",
    as: manager,
    path: "/clients",
    open: async (page) => {
      await list(page);
      await page.keyboard.press("Control+k");
      await dialog(page).getByRole("combobox").fill("an");
      await dialog(page).getByRole("option").nth(3).waitFor();
    },
  },
  {
    name: "shortcuts",
    as: manager,
    path: "/clients",
    open: async (page) => {
      await list(page);
      await page.keyboard.press("?");
      await dialog(page).waitFor();
    },
  },
  {
    name: "user-menu",
    as: manager,
    path: "/clients",
    open: async (page) => {
      await list(page);
      await page.getByRole("button", { name: /your account/ }).click();
      await page.getByRole("dialog").waitFor();
    },
  },

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
  { name: "api-keys", as: manager, path: "/api-keys", open: heading("API keys") },
  { name: "api-keys-new", as: manager, path: "/api-keys", open: pressed("New API key") },
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
    name: "audit-verified",
    as: manager,
    path: "/audit",
    open: async (page) => {
      await button(page, "Verify the chain").click();
      await dialog(page).waitFor({ timeout: 30_000 });
    },
  },
  { name: "account", as: manager, path: "/account", open: heading(/./) },
  {
    name: "security",
    as: manager,
    path: "/account/security",
    open: async (page) => {
      await heading(/./)(page);
      await page.getByText("This one").waitFor();
    },
  },
  {
    name: "security-without-code",
    as: agent,
    path: "/account/security",
    open: async (page) => void (await button(page, "Set it up").waitFor()),
  },
  {
    name: "security-set-up",
    as: agent,
    path: "/account/security",
    open: async (page, { person }) => {
      await button(page, "Set it up").click();
      await dialog(page).getByLabel("Your password").fill(person(agent).password);
      await dialog(page).getByRole("button", { name: "Continue" }).click();
      await dialog(page)
        .getByRole("img", { name: /^QR code/ })
        .waitFor();
    },
  },
  { name: "not-allowed", as: agent, path: "/audit", open: heading(/./) },
  { name: "no-such-page", as: agent, path: "/roles/nothing/here", open: heading(/./) },

  {
    name: "step-up",
    as: manager,
    path: "/audit",
    open: async (page) => {
      await asked(page, "mutation VerifyAudit", "step_up_required");
      await button(page, "Verify the chain").click();
      await dialog(page, "Confirm that it is you").waitFor();
    },
  },
  {
    name: "step-up-without-code",
    as: "Read-only auditor",
    path: "/audit",
    open: async (page) => {
      await asked(page, "mutation VerifyAudit", "totp_not_enrolled");
      await button(page, "Verify the chain").click();
      await dialog(page, "Two-step sign-in is needed").waitFor();
    },
  },

  {
    name: "client-host-ended",
    host: "client",
    path: "/set-password",
    open: async (page) => void (await page.getByText("This link has ended.").waitFor()),
  },
  { name: "api-docs", host: "api", path: "/docs", open: heading(/./) },
];

/** Opens a screen in a fresh tab and gives it. */
export async function openScreen(world, slug, screen) {
  const broker = world.broker(slug);
  const person = (role) => broker.who(role);
  const page = screen.as ? await world.as(person(screen.as)) : await world.stranger();
  const origin = { client: broker.clientHost, api: broker.api }[screen.host] ?? broker.portal;
  await page.goto(origin + screen.path);
  await screen.open(page, { person, world, search });
  return page;
}
