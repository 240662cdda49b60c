import { dialog, rows } from "../lib/portal.mjs";
import { agent, button, list, manager, menuItem } from "./parts.mjs";

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
    name: "clients-filter-groups",
    as: manager,
    path: `/clients?filter=${encodeURIComponent(JSON.stringify({ join: "all", items: [{ field: "kycStatus", values: ["PENDING"] }] }))}`,
    open: async (page) => {
      await button(page, "Edit in groups").click();
      await dialog(page, "Filter clients").waitFor();
    },
  },
];
