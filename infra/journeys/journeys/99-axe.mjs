import { violations } from "../lib/axe.mjs";
import { openScreen, screens } from "../lib/screens.mjs";

export const name = "axe finds nothing on any screen, light or dark";
export const longest = 300_000;

export async function journey(world, step) {
  const found = [];
  for (const screen of screens) {
    step(screen.name);
    const page = await openScreen(world, "northwind", screen);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      found.push(...(await violations(page)).map((line) => `${screen.name} (${colorScheme}) ${line}`));
    }
    await page.close();
  }
  if (found.length > 0) throw new Error(`${found.length} violations\n${found.join("\n")}`);
}
