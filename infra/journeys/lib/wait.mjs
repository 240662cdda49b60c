import { setTimeout as pause } from "node:timers/promises";

/** Asks again and again until the answer is there; says what was missing when it never comes. */
export async function until(what, ask, { within = 10_000, every = 100 } = {}) {
  const end = Date.now() + within;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`${what}: not within ${within / 1000} s`);
    await pause(every);
  }
}

export function expect(condition, otherwise) {
  if (!condition) throw new Error(otherwise);
}
