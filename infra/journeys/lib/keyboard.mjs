// The keyboard's place on the page: it is always somewhere, and one sees where.
import { until } from "./wait.mjs";

/** Counts what a pointing device does from the next page on. */
export async function watchPointer(page) {
  await page.addInitScript(() => {
    window.pointed = 0;
    for (const kind of ["pointerdown", "touchstart"])
      document.addEventListener(kind, () => void (window.pointed += 1), true);
  });
  return () => page.evaluate(() => window.pointed);
}

/** What has the focus: undefined when it is lost, in `hidden` why it cannot be seen. */
function placeOf(page) {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (at === null || at === document.body) return undefined;
    const name = at.getAttribute("aria-label") || (at.textContent ?? "").trim().slice(0, 40) || at.id;
    const said = `${at.tagName.toLowerCase()} ${name}`;
    const box = at.getBoundingClientRect();
    const outside = box.bottom <= 0 || box.right <= 0 || box.top >= innerHeight || box.left >= innerWidth;
    if (box.width === 0 || box.height === 0 || outside) return { said, hidden: "is not in sight" };
    if (!at.matches(":focus-visible")) return { said, hidden: "has the focus and does not show it" };
    // a list shows its marked row in its place
    const marked = document.getElementById(at.getAttribute("aria-activedescendant") ?? "");
    const shows = [at, marked].some((each) => {
      const style = each && getComputedStyle(each);
      return style && style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 1;
    });
    return { said, hidden: shows || isField(at) ? undefined : "has no ring" };

    // a field has its caret, and the palette's is the only thing in its dialog
    function isField(element) {
      return element.matches("input:not([type=checkbox], [type=radio]), textarea");
    }
  });
}

/** Fails when the focus is lost or cannot be seen; gives what has it. */
export async function focusStands(page, when) {
  let last;
  try {
    await until("the focus stands", async () => {
      last = await placeOf(page);
      return last !== undefined && last.hidden === undefined;
    });
  } catch {
    throw new Error(
      last === undefined ? `${when}: the focus is lost` : `${when}: ${last.said} ${last.hidden ?? "moves on and on"}`,
    );
  }
  return last.said;
}

/** Presses Tab until something of this name has the focus. */
export async function tabTo(page, name, { key = "Tab", most = 60 } = {}) {
  const passed = [];
  for (let at = 0; at < most; at++) {
    await page.keyboard.press(key);
    const said = await focusStands(page, `${key} ${at + 1} on the way to “${name}”`);
    if (said.includes(name)) return;
    passed.push(said);
  }
  throw new Error(`${key} never comes to “${name}”: ${passed.join(" → ")}`);
}
