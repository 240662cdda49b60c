// What people read while the journeys run, and the closing line that ./dev test counts.
import { mkdirSync, rmSync } from "node:fs";
import { relative } from "node:path";
import { root } from "./stack.mjs";

const folder = `${root}.dev/journeys`;

export function startFresh() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}

export const say = (line) => process.stdout.write(`${line}\n`);

/** Pictures of every page that is open when a journey fails. */
export async function keepPictures(name, contexts) {
  for (const page of contexts.flatMap((context) => context.pages())) {
    const file = `${folder}/${name}-${++taken}.png`;
    try {
      await page.screenshot({ path: file, timeout: 5_000 });
      say(`      ${relative(process.cwd(), file)}  ${page.url()}`);
    } catch {
      say(`      no picture of ${page.url()}`);
    }
  }
}
let taken = 0;

/** One journey's steps; the last one begun names the place of a failure. */
export class Steps {
  constructor() {
    this.now = "begin";
  }

  step(what) {
    this.now = what;
    // `JOURNEYS_STEPS=1` tells each step as it begins
    if (process.env.JOURNEYS_STEPS === "1") say(`        ${what}`);
  }
}
