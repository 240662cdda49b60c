// The pictures of docs/USER_GUIDE.md, into docs/guide, which is not kept in the repository:
//   node infra/journeys/guide.mjs [name …]   makes them, against the stack of `./dev up` or of STACK_JSON's file
//   node infra/journeys/guide.mjs --check    needs neither stack nor browser: guide and pictures name each other
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { pictures } from "./guide/pictures.mjs";
import { quiet } from "./lib/portal.mjs";
import { say } from "./lib/report.mjs";
import { openScreen, screens } from "./screens/index.mjs";

const docs = fileURLToPath(new URL("../../docs/", import.meta.url));
const folder = `${docs}guide`;
const most = { one: 150, all: 3_000 };
/** Pixels of the page around a part of it. */
const margin = 12;
const wanted = process.argv.slice(2);

if (wanted[0] === "--check") check();
else await make(wanted);

/** Every picture of the guide is made here, each made here is in the guide, and nothing else lies in its folder. */
function check() {
  const guide = readFileSync(`${docs}USER_GUIDE.md`, "utf8");
  const named = [...guide.matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)].map(([, words, path]) => ({ words, path }));
  const pathOf = ({ name }) => `guide/${name}.webp`;
  const made = new Set(pictures.map(pathOf));
  const known = new Set(screens.map(({ name }) => name));
  const shown = named.map(({ path }) => path);
  const kept = existsSync(folder) ? readdirSync(folder) : [];
  const faults = [
    ...shown.filter((path) => !made.has(path)).map((path) => `the guide shows ${path}, which no picture makes`),
    ...shown.filter((path, at) => shown.indexOf(path) !== at).map((path) => `the guide shows ${path} twice`),
    ...named.filter(({ words }) => words.trim().length < 10).map(({ path }) => `${path} is not told in words`),
    ...pictures.filter((each) => !shown.includes(pathOf(each))).map(({ name }) => `the guide does not show ${name}`),
    ...pictures.filter(({ screen }) => !known.has(screen)).map(({ screen }) => `there is no screen ${screen}`),
    ...kept.filter((file) => !made.has(`guide/${file}`)).map((file) => `docs/guide/${file} is a picture of nothing`),
  ];
  for (const fault of faults) say(`  ${fault}`);
  say(`the user guide: ${pictures.length} pictures, ${faults.length} faults`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}

/** Takes the pictures whose name holds one of these; without any, all of them. */
async function make(names) {
  const [{ settled }, { World }] = await Promise.all([import("./lib/axe.mjs"), import("./lib/world.mjs")]);
  mkdirSync(folder, { recursive: true });
  const world = new World();
  let [total, failed] = [0, 0];
  try {
    for (const picture of pictures) {
      if (names.length > 0 && !names.some((each) => picture.name.includes(each))) continue;
      try {
        total += await take(world, picture, settled);
      } catch (error) {
        failed += 1;
        say(`  FAIL  ${picture.name}: ${error.message}`);
      }
      await world.tidy();
    }
  } finally {
    await world.close();
  }
  say(`${Math.ceil(total)} kB, ${failed} failed`);
  process.exitCode = failed > 0 || total > most.all ? 1 : 0;
}

/** One picture, of a part of the page where it names one; gives its size in kB. */
async function take(world, { name, screen, size, part }, settled) {
  const page = await openScreen(
    world,
    "northwind",
    screens.find((each) => each.name === screen),
  );
  const [width, height] = size ?? [1280, 800];
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await quiet(page);
  await settled(page);
  const clip = part ? await around(page, part(page)) : { x: 0, y: 0, width, height };
  const devtools = await page.context().newCDPSession(page);
  const { data } = await devtools.send("Page.captureScreenshot", {
    format: "webp",
    quality: 82,
    clip: { ...clip, scale: 1 },
  });
  await devtools.detach();
  await page.close();
  const file = `${folder}/${name}.webp`;
  writeFileSync(file, Buffer.from(data, "base64"));
  const kilobytes = statSync(file).size / 1000;
  say(`  ${kilobytes > most.one ? "LARGE" : "ok   "} ${name}  ${Math.ceil(kilobytes)} kB`);
  return kilobytes;
}

/** What a part of the page covers, with a little of what is around it. */
async function around(page, locator) {
  const box = await locator.first().boundingBox();
  if (!box) throw new Error("the part is not in sight");
  const { width, height } = page.viewportSize();
  const [x, y] = [Math.max(0, box.x - margin), Math.max(0, box.y - margin)];
  return {
    x,
    y,
    width: Math.min(width, box.x + box.width + margin) - x,
    height: Math.min(height, box.y + box.height + margin) - y,
  };
}
