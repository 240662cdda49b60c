import { linkIn } from "../lib/inbox.mjs";
import { button, heading, manager } from "./parts.mjs";

export const doorScreens = [
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
  {
    name: "client-host-ended",
    host: "client",
    path: "/set-password",
    open: async (page) => void (await page.getByText("This link has ended.").waitFor()),
  },
  {
    name: "client-host-account-password-ended",
    host: "client",
    path: "/account-password",
    open: async (page) => void (await page.getByText("This link has ended.").waitFor()),
  },
  { name: "api-docs", host: "api", path: "/docs", open: heading(/./) },
];
