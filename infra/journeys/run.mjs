// Journeys through the whole stack in a real browser: `./dev test journeys`, or
//   node infra/journeys/run.mjs [name …]
// (JOURNEYS=83-,85-why for the first) against the stack of `./dev up`. Each file of journeys/ is one journey; they run one after another.
import { readdirSync } from "node:fs";
import { keepPictures, Steps, say, startFresh } from "./lib/report.mjs";
import { World } from "./lib/world.mjs";

const usuallyLongest = 120_000;
const wanted = [...process.argv.slice(2), ...(process.env.JOURNEYS?.split(",") ?? [])];
const files = readdirSync(new URL("journeys/", import.meta.url))
  .filter((file) => file.endsWith(".mjs"))
  .sort()
  .filter((file) => wanted.length === 0 || wanted.some((name) => file.includes(name)));
if (files.length === 0) throw new Error(`no journey is called ${wanted.join(" or ")}`);

startFresh();
const world = new World();
let passed = 0;
let failed = 0;

const tooLong = (longest) => {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${longest / 1000} s`)), longest);
  });
  return { late, stop: () => clearTimeout(timer) };
};

for (const file of files) {
  const { name, journey, longest = usuallyLongest } = await import(`./journeys/${file}`);
  const steps = new Steps();
  const began = Date.now();
  const { late, stop } = tooLong(longest);
  try {
    await Promise.race([journey(world, (what) => steps.step(what)), late]);
    const faults = world.takeFaults();
    if (faults.length > 0) throw new Error(`the page's scripts complained:\n${faults.join("\n")}`);
    passed += 1;
    say(`  ok    ${name}  ${((Date.now() - began) / 1000).toFixed(1)} s`);
  } catch (error) {
    failed += 1;
    say(`  FAIL  ${name}, at: ${steps.now}`);
    say(String(error.stack ?? error).replaceAll(/^/gm, "      "));
    await keepPictures(file.replace(".mjs", ""), world.contexts);
    world.takeFaults();
  } finally {
    stop();
    await world.tidy().catch(() => undefined);
  }
}
await world.close();
say(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
