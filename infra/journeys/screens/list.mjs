import { dialog, panel, rows } from "../lib/portal.mjs";
import { agent, button, list, manager, menuItem, rowMenu } from "./parts.mjs";

export const listScreens = [
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
    name: "clients-assign-many",
    as: manager,
    path: "/clients",
    open: async (page) => {
      await list(page);
      for (const at of [1, 2, 3]) await rows(page).nth(at).getByRole("checkbox").check();
      await button(page, "Change them").click();
      await page.getByRole("menuitem", { name: "Assign…" }).click();
      const form = dialog(page, "Assign the chosen clients");
      await form.getByRole("combobox", { name: "People, in this order" }).click();
      await page.getByRole("option").first().click();
      await form.getByText(/would be changed/).waitFor();
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
    name: "clients-money",
    as: manager,
    path: "/clients",
    open: async (page) => {
      await list(page);
      const kept = `brokerdesk-${new URL(page.url()).hostname.split(".")[0]}-client-columns`;
      const shown = ["name", "number", "salesStatus", "accounts", "equity", "balance", "lastDeposit", "openPositions"];
      const hidden = ["kyc", "email", "phone", "country", "owner", "followUp", "created"];
      const choice = { order: [...shown, ...hidden], hidden, pinned: ["name"], widths: {} };
      await page.evaluate(([key, text]) => localStorage.setItem(key, text), [kept, JSON.stringify(choice)]);
      await page.goto(`${page.url().split("?")[0]}?sort=number`);
      await page.getByText(/ USD$/).first().waitFor();
      await page.evaluate((key) => localStorage.removeItem(key), kept);
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
  {
    name: "clients-views",
    as: manager,
    path: "/clients",
    open: async (page) => {
      await list(page);
      await button(page, "View: All clients").click();
      await menuItem(page, "No deposit yet").waitFor();
    },
  },
  {
    name: "clients-view-changed",
    as: manager,
    path: "/clients",
    open: async (page) => {
      await list(page);
      await button(page, "View: All clients").click();
      await menuItem(page, "No deposit yet").click();
      await list(page);
      await page.getByRole("columnheader", { name: "Created" }).getByRole("button").click();
      await button(page, "Reset").waitFor();
      await list(page);
    },
  },
  {
    name: "clients-view-save",
    as: manager,
    path: "/clients?sort=name",
    open: async (page) => {
      await list(page);
      await button(page, "Save as…").click();
      await dialog(page).waitFor();
    },
  },
  {
    name: "clients-grouped",
    as: manager,
    path: "/clients?group=country",
    open: async (page) => {
      await list(page);
      await page
        .getByRole("navigation", { name: /^Groups by/ })
        .getByRole("button")
        .nth(1)
        .click();
      await page.getByText(/^[\d,]+ clients?$/).waitFor();
      await list(page);
    },
  },
  {
    name: "clients-filter-condition",
    as: manager,
    path: "/clients",
    open: async (page) => {
      await list(page);
      await button(page, "Filter").click();
      await menuItem(page, "Country").click();
      await page.getByRole("dialog").first().waitFor();
    },
  },
  {
    name: "queue",
    as: agent,
    path: "/queue",
    open: async (page) =>
      void (await page
        .getByRole("region", { name: /Overdue|Today|Later/ })
        .first()
        .waitFor()),
  },
  {
    name: "queue-client",
    as: agent,
    path: "/queue",
    open: async (page) => {
      await page
        .getByRole("region", { name: /Overdue|Today|Later/ })
        .getByRole("button")
        .first()
        .click();
      await panel(page).getByRole("heading", { level: 2 }).first().waitFor();
      await page.getByLabel(/^Outcome: status/).fill("no answer, tomorrow 15:00, left a message");
      await page.getByText("left a message", { exact: true }).waitFor();
    },
  },
  {
    name: "queue-everybody",
    as: manager,
    path: "/queue?whose=EVERYBODY",
    open: async (page) => void (await page.getByRole("region", { name: "Overdue" }).waitFor()),
  },
  {
    name: "home",
    as: manager,
    path: "/home?span=30",
    open: async (page) => {
      await page.getByRole("region", { name: "What waits now" }).getByRole("link").first().waitFor();
      await page.getByRole("article", { name: "USD" }).waitFor();
      await page.getByRole("table", { name: "By source" }).waitFor();
    },
  },
  {
    name: "home-today",
    as: manager,
    path: "/home?span=1",
    open: async (page) => void (await page.getByRole("table", { name: "By country" }).waitFor()),
  },
  {
    name: "team-board",
    as: manager,
    path: "/team-board",
    open: async (page) => void (await page.getByRole("region", { name: "Who did what" }).waitFor()),
  },
  {
    name: "team-board-cover",
    as: manager,
    path: "/team-board",
    open: async (page) => {
      await page.getByRole("region", { name: "Who did what" }).waitFor();
      await button(page, "Cover somebody").click();
      await dialog(page, "Cover an absent colleague").waitFor();
    },
  },
  {
    name: "client-statuses",
    as: manager,
    path: "/client-statuses",
    open: async (page) => void (await page.getByRole("row").nth(3).waitFor()),
  },
  { name: "client-statuses-edit", as: manager, path: "/client-statuses", open: rowMenu("Edit") },
  {
    name: "trading-accounts",
    as: manager,
    path: "/trading-accounts",
    open: async (page) => void (await page.getByRole("row").nth(1).waitFor()),
  },
  {
    name: "trading-accounts-nothing-found",
    as: manager,
    path: "/trading-accounts?login=1",
    open: async (page) => void (await page.getByText("No account matches").waitFor()),
  },
  { name: "trading-accounts-menu", as: manager, path: "/trading-accounts", open: rowMenu() },
  {
    name: "trading-accounts-change",
    as: manager,
    path: "/trading-accounts",
    open: rowMenu("Change product or leverage"),
  },
  { name: "trading-accounts-block", as: manager, path: "/trading-accounts", open: rowMenu("Block trading") },
  { name: "trading-accounts-password", as: manager, path: "/trading-accounts", open: rowMenu("Set a new password") },
  { name: "trading-accounts-archive", as: manager, path: "/trading-accounts", open: rowMenu("Archive") },
  ...["waiting", "unknown", "history", "differences", "limits"].map((tab) => ({
    name: `balance-operations-${tab}`,
    as: manager,
    path: `/balance-operations?tab=${tab}`,
    open: async (page) => {
      await page.getByRole("tab", { name: new RegExp(tab, "i"), selected: true }).waitFor();
      await page.getByRole("tabpanel").waitFor();
    },
  })),
  ...[
    ["balance-operations-approve", "/balance-operations"],
    ["positions-approve", "/positions?tab=commands&queue=waiting"],
  ].map(([name, path]) => ({
    name,
    as: manager,
    path,
    open: async (page) => {
      await page.locator('button[aria-label^="Approve"]:not([aria-disabled="true"])').first().click();
      await dialog(page).getByRole("list", { name: "Checks" }).waitFor();
    },
  })),
  { name: "trading-accounts-order", as: manager, path: "/trading-accounts", open: rowMenu("New order") },
  ...["positions", "orders", "exposure", "margin", "deals", "commands"].map((tab) => ({
    name: `positions-${tab}`,
    as: "Dealer",
    path: `/positions?tab=${tab}`,
    open: async (page) => {
      await page.getByRole("tab", { selected: true }).waitFor();
      await page.getByRole("tabpanel").waitFor();
      // the history comes a page at a time, and a picture of three dots shows nothing
      if (tab === "deals") await page.getByRole("rowheader").first().waitFor();
    },
  })),
  {
    name: "positions-filters",
    as: "Dealer",
    path: "/positions",
    open: async (page) => {
      await button(page, "More filters").click();
      await page.getByRole("dialog", { name: "More filters" }).waitFor();
    },
  },
  {
    name: "positions-nothing-found",
    as: "Dealer",
    path: "/positions?symbol=NOTHING",
    open: async (page) => void (await page.getByText("Nothing matches").waitFor()),
  },
  { name: "trading-accounts-money", as: manager, path: "/trading-accounts", open: rowMenu("Move money in or out") },
  {
    name: "clients-filter-groups",
    as: manager,
    path: `/clients?filter=${encodeURIComponent(JSON.stringify({ join: "all", items: [{ field: "kycStatus", values: ["PENDING"] }] }))}`,
    open: async (page) => {
      await button(page, "Edit in groups").click();
      await dialog(page, "Filter clients").waitFor();
    },
  },
];
