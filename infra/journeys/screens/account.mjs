import { readFileSync } from "node:fs";
import { dialog } from "../lib/portal.mjs";
import { root } from "../lib/stack.mjs";
import { agent, button, heading, list, manager } from "./parts.mjs";

const documents = JSON.parse(readFileSync(`${root}admin-portal/packages/api/src/generated/persisted.json`, "utf8"));
const documentId = (start) => Object.keys(documents).find((id) => documents[id].startsWith(start));

/** Answers a document as if the server asked for a fresh code. */
const asked = (page, document, code) =>
  page.route("**/graphql", (route) =>
    route.request().postData()?.includes(documentId(document))
      ? route.fulfill({ json: { data: null, errors: [{ message: "A fresh code is needed.", extensions: { code } }] } })
      : route.continue(),
  );

export const accountScreens = [
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
    name: "security-new-codes",
    as: manager,
    path: "/account/security",
    open: async (page) => {
      await button(page, "Make new recovery codes").click();
      await dialog(page).waitFor();
    },
  },
  {
    name: "security-switch-off",
    as: manager,
    path: "/account/security",
    open: async (page) => {
      await button(page, "Switch off").click();
      await dialog(page).waitFor();
    },
  },
];
