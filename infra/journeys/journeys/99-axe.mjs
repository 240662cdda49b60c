import { violations } from "../lib/axe.mjs";
import { openPracticeAccount } from "../lib/trading.mjs";
import { openScreen, screens } from "../screens/index.mjs";

export const name = "axe finds nothing on any screen, light, dark or from right to left";
export const longest = 1_200_000;

/** How many screens are looked at at a time. */
const lanes = 2;
/** `JOURNEYS_SCREENS=why,role-denied` looks at these alone. */
const wanted = process.env.JOURNEYS_SCREENS?.split(",");
const looked = wanted ? screens.filter(({ name }) => wanted.includes(name)) : screens;

/** The ways a screen is looked at. From right to left its texts stay English: what counts is where things stand. */
const looks = {
  light: (page) => page.emulateMedia({ colorScheme: "light" }),
  dark: (page) => page.emulateMedia({ colorScheme: "dark" }),
  "right to left": (page) =>
    page.evaluate(() => {
      document.documentElement.dir = "rtl";
    }),
};

/** What axe finds on one screen, one line each. */
async function findings(world, screen) {
  const found = [];
  try {
    const page = await openScreen(world, "northwind", screen);
    for (const [look, turn] of Object.entries(looks)) {
      await turn(page);
      found.push(...(await violations(page)).map((line) => `${screen.name} (${look}) ${line}`));
    }
    await page.close();
  } catch (error) {
    found.push(`${screen.name} does not open: ${error.message}`);
  }
  return found;
}

export async function journey(world, step) {
  step("accounts to look at");
  for (const product of [/^MT5 practice/, /^MT4 practice/]) await openPracticeAccount(world, "northwind", product);
  const found = [];
  const left = looked.values();
  const lane = async () => {
    for (const screen of left) {
      step(screen.name);
      found.push(...(await findings(world, screen)));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  if (found.length > 0)
    throw new Error(`${found.length} of ${looked.length} screens × ${Object.keys(looks).length}:\n${found.join("\n")}`);
}
