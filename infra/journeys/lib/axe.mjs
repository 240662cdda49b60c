// Accessibility of what is on screen now, by axe-core's whole rule set.
import { readFileSync } from "node:fs";
import { axePath } from "./browser.mjs";

const source = readFileSync(axePath, "utf8");

/** Waits until nothing fades or slides any more: half-shown colours are not what people read. */
export async function settled(page) {
  await page.evaluate(async () => {
    const passing = document
      .getAnimations()
      .filter((each) => Number.isFinite(each.effect?.getComputedTiming().endTime ?? Number.POSITIVE_INFINITY));
    await Promise.allSettled(passing.map((each) => each.finished));
  });
}

/** What axe finds, one line each. A message may begin to fade while it looks: what is found counts if it is found again. */
export async function violations(page) {
  for (let looks = 1; ; looks += 1) {
    const found = await looked(page);
    if (found.length === 0 || looks === 3) return found;
  }
}

async function looked(page) {
  await settled(page);
  await page.evaluate(`if (!window.axe) { ${source} }`);
  const found = await page.evaluate(async () => {
    // an open dialog is read alone: the page behind it is a screen of its own
    const dialogs = [...document.querySelectorAll('[role="dialog"][aria-modal="true"]')];
    const { violations: list } = await window.axe.run(dialogs.length > 0 ? dialogs.at(-1) : document, {
      resultTypes: ["violations"],
      rules: { "target-size": { enabled: true } },
    });
    return list.flatMap((rule) =>
      rule.nodes.map((node) => ({ rule: rule.id, html: node.html, why: node.failureSummary })),
    );
  });
  return found.map(({ rule, html, why }) => `${rule}: ${html.slice(0, 160)}\n    ${why.replaceAll("\n", "\n    ")}`);
}

/** What is too small to be touched and stands too close to another: below 24 px, by WCAG's rule for targets alone. */
export async function smallTargets(page) {
  await settled(page);
  await page.evaluate(`if (!window.axe) { ${source} }`);
  return page.evaluate(async () => {
    const { violations: list } = await window.axe.run(document, {
      runOnly: ["target-size"],
      rules: { "target-size": { enabled: true } },
      resultTypes: ["violations"],
    });
    return list.flatMap(({ nodes }) => nodes.map(({ html }) => `too small to be touched: ${html.slice(0, 160)}`));
  });
}

/** Fails when axe finds anything here, light or dark. */
export async function accessible(page, what) {
  for (const colorScheme of ["dark", "light"]) {
    await page.emulateMedia({ colorScheme });
    const found = await violations(page);
    if (found.length > 0) throw new Error(`axe, ${what}, ${colorScheme}:\n${found.join("\n")}`);
  }
}
