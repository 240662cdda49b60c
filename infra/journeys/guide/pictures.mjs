// The pictures of docs/USER_GUIDE.md: which screen (screens/), how large, and which part of it. In the guide's order.
import { dialog, panel } from "../lib/portal.mjs";

const wide = [1280, 720];
const openDialog = (page) => dialog(page).last();
const main = (page) => page.locator("main");
const card = (page) => page.locator("main > div").first();

export const pictures = [
  { name: "sign-in", screen: "sign-in", size: [900, 700], part: card },
  { name: "security", screen: "security-set-up", part: openDialog },
  { name: "my-day", screen: "queue-client", size: wide },
  { name: "clients", screen: "clients", size: wide },
  { name: "filter", screen: "clients-filter-condition", size: wide },
  { name: "views", screen: "clients-views", size: [1280, 560] },
  { name: "groups", screen: "clients-grouped", size: wide },
  { name: "bulk", screen: "clients-assign-many", part: openDialog },
  { name: "duplicates", screen: "duplicates", size: wide },
  { name: "new-client", screen: "client-new", size: [1280, 900], part: openDialog },
  { name: "profile", screen: "client-panel-masked", size: [1280, 900], part: panel },
  { name: "reveal", screen: "client-reveal", part: openDialog },
  { name: "import-file", screen: "imports-new", size: wide },
  { name: "import-columns", screen: "imports-columns", size: wide },
  { name: "import-mistakes", screen: "imports-mistakes", size: wide },
  { name: "import-duplicates", screen: "imports-duplicates", size: wide },
  { name: "import-dry-run", screen: "imports-import", size: wide },
  { name: "trading-accounts", screen: "trading-accounts", size: wide },
  { name: "client-accounts", screen: "client-accounts-own", size: [1280, 900], part: panel },
  { name: "positions", screen: "positions-positions", size: wide },
  { name: "exposure", screen: "positions-exposure", size: wide },
  { name: "money", screen: "trading-accounts-money", part: openDialog },
  { name: "money-approve", screen: "balance-operations-approve", part: openDialog },
  { name: "home", screen: "home", size: [1280, 1000] },
  { name: "board", screen: "team-board", size: wide },
  { name: "cover", screen: "team-board-cover", part: openDialog },
  { name: "role", screen: "role", size: [1280, 900], part: main },
  { name: "why", screen: "why-not", size: wide, part: main },
  { name: "audit", screen: "audit-event", size: wide },
  { name: "alerts", screen: "alerts", size: [1280, 600] },
  { name: "statuses", screen: "client-statuses", size: wide, part: main },
  { name: "custom-fields", screen: "custom-fields", size: wide, part: main },
  { name: "account", screen: "account", size: [1280, 1000], part: main },
  { name: "palette", screen: "palette", part: openDialog },
  { name: "keys", screen: "shortcuts", size: [1280, 900], part: openDialog },
];
