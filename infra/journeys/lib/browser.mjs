// Debian's Chromium, driven by the playwright-core of the portal's lock file.
import { createRequire } from "node:module";
import { root } from "./stack.mjs";

const portal = createRequire(`${root}admin-portal/package.json`);
const { chromium } = portal("playwright-core");
export const axePath = portal.resolve("axe-core/axe.min.js");

const flags = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A browser with a profile of its own that is gone with it. */
export function launch() {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, headless: true, chromiumSandbox: false, args: flags });
}

const usual = { viewport: { width: 1440, height: 900 }, locale: "en-GB", timezoneId: "Europe/Copenhagen" };

/** A visitor with an empty cookie jar. Whatever goes wrong in a page's scripts is collected in `visitor.faults`. */
export async function visitor(browser, options = {}) {
  const context = await browser.newContext({ ...usual, ...options });
  context.setDefaultTimeout(10_000);
  context.setDefaultNavigationTimeout(20_000);
  const faults = [];
  context.on("weberror", (error) => faults.push(`${error.page()?.url()}: ${error.error()}`));
  context.on("console", (message) => {
    const text = message.text();
    // a refused or cut call is a journey's own doing; scripts, styles and React's words are not
    if (message.type() === "error" && !/Failed to load resource|WebSocket connection|net::ERR_/.test(text)) {
      faults.push(`${message.page()?.url()}: ${text}`);
    }
  });
  return { context, faults };
}
