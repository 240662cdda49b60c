import { violations } from "../lib/axe.mjs";
import { openPracticeAccount } from "../lib/trading.mjs";
import { openScreen, screens } from "../screens/index.mjs";

export const name = "axe finds nothing on any screen, light or dark";
export const longest = 900_000;

/** `JOURNEYS_RTL=1` looks at every screen from right to left as well, half as long again; `only` at nothing else. The texts stay English. */
const rtl = process.env.JOURNEYS_RTL;
const mirrored = rtl === "1" || rtl === "only";
const colorSchemes = rtl === "only" ? [] : ["light", "dark"];
/** `JOURNEYS_SCREENS=why,role-denied` looks at these alone. */
const wanted = process.env.JOURNEYS_SCREENS?.split(",");
const looked = wanted ? screens.filter(({ name }) => wanted.includes(name)) : screens;

export async function journey(world, step) {
  const found = [];
  step("accounts to look at");
  for (const product of [/^MT5 practice/, /^MT4 practice/]) await openPracticeAccount(world, "northwind", product);
  for (const screen of looked) {
    step(screen.name);
    try {
      const page = await openScreen(world, "northwind", screen);
      for (const colorScheme of colorSchemes) {
        await page.emulateMedia({ colorScheme });
        found.push(...(await violations(page)).map((line) => `${screen.name} (${colorScheme}) ${line}`));
      }
      if (mirrored) {
        await page.evaluate(() => {
          document.documentElement.dir = "rtl";
        });
        found.push(...(await violations(page)).map((line) => `${screen.name} (right to left) ${line}`));
      }
      await page.close();
    } catch (error) {
      found.push(`${screen.name} does not open: ${error.message}`);
    }
  }
  if (found.length > 0)
    throw new Error(`${found.length} of ${looked.length} screens × ${colorSchemes.length + (mirrored ? 1 : 0)}:\n${found.join("\n")}`);
}
