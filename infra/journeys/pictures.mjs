// The README's picture:  node infra/journeys/pictures.mjs
// Every screen, to look at: node infra/journeys/pictures.mjs all [name …]  (into .dev/pictures)
// Both against the stack of `./dev up`, or of the file that STACK_JSON names.
import { mkdirSync, statSync } from "node:fs";
import { settled } from "./lib/axe.mjs";
import { rows, visit } from "./lib/portal.mjs";
import { say } from "./lib/report.mjs";
import { root } from "./lib/stack.mjs";
import { World } from "./lib/world.mjs";
import { openScreen, screens } from "./screens/index.mjs";

const [what, ...names] = process.argv.slice(2);
const world = new World();
try {
  if (what === "all") await allScreens();
  else await readme();
} finally {
  await world.close();
}

async function readme() {
  const file = `${root}docs/pictures/clients.png`;
  mkdirSync(`${root}docs/pictures`, { recursive: true });
  const manager = world.broker("northwind").who("CRM Manager");
  const page = await world.as(manager);
  await page.emulateMedia({ colorScheme: "light" });
  await visit(page, manager, "/clients");
  await rows(page).nth(3).click();
  await page.getByRole("tab", { name: "Overview" }).waitFor();
  await settled(page);
  await page.screenshot({ path: file });
  say(`${file}  ${Math.ceil(statSync(file).size / 1024)} kB`);
}

async function allScreens() {
  const folder = `${root}.dev/pictures`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const wanted = screens.filter(({ name }) => names.length === 0 || names.some((each) => name.includes(each)));
  for (const screen of wanted) {
    try {
      const page = await openScreen(world, "northwind", screen);
      for (const [width, height] of [
        [1440, 900],
        [1280, 800],
      ]) {
        await page.setViewportSize({ width, height });
        for (const colorScheme of ["light", "dark"]) {
          if (width === 1280 && colorScheme === "dark") continue;
          await page.emulateMedia({ colorScheme });
          await settled(page);
          await page.screenshot({ path: `${folder}/${screen.name}-${width}-${colorScheme}.png` });
        }
      }
      await page.close();
      say(`  ok    ${screen.name}`);
    } catch (error) {
      say(`  FAIL  ${screen.name}: ${error.message}`);
      for (const page of world.contexts.flatMap((context) => context.pages()))
        await page.screenshot({ path: `${folder}/${screen.name}-failed.png` });
    }
    await world.tidy();
  }
}
