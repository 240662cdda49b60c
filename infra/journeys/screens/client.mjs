import { dialog, panel } from "../lib/portal.mjs";
import { agent, button, manager, menuItem, more, openFirst, optionOf } from "./parts.mjs";

const accounts = (pressing) => async (page) => {
  await openFirst(page);
  await panel(page).getByRole("tab", { name: "Accounts" }).click();
  await panel(page).getByRole("button", { name: "Open account" }).waitFor();
  if (!pressing) return;
  await panel(page).getByRole("button", { name: pressing }).click();
  await dialog(page).waitFor();
};

export const clientScreens = [
  { name: "client-panel", as: manager, path: "/clients", open: openFirst },
  { name: "client-panel-masked", as: agent, path: "/clients", open: openFirst },
  { name: "client-accounts", as: manager, path: "/clients", open: accounts() },
  { name: "client-accounts-own", as: agent, path: "/clients", open: accounts() },
  { name: "client-accounts-open", as: manager, path: "/clients", open: accounts("Open account") },
  { name: "client-accounts-link", as: manager, path: "/clients", open: accounts("Link a login") },
  ...["Positions", "History"].map((tab) => ({
    name: `client-${tab.toLowerCase()}`,
    as: manager,
    path: "/clients",
    open: async (page) => {
      await openFirst(page);
      await panel(page).getByRole("tab", { name: tab }).click();
      await panel(page).getByRole("tabpanel").waitFor();
    },
  })),
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
  { name: "client-do-not-call", as: manager, path: "/clients", open: more("Do not call") },
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
    name: "client-tags",
    as: manager,
    path: "/clients",
    open: async (page) => {
      await openFirst(page);
      await panel(page)
        .getByRole("button", { name: /^(Tag|Change tags)$/ })
        .click();
      await menuItem(page, /./).waitFor();
    },
  },
];
