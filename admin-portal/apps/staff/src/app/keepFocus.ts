/**
 * Keeps the keyboard's place. When what has the focus is taken out of the page (a dialog closes, a panel, a page), the
 * browser drops it to the body, and whoever works by keyboard starts again at the top. Here it goes back to where it was
 * before the dialog, or else to the nearest thing around that place that takes it; at the last to the page itself.
 * `layers` holds menus, dialogs and toasts: they are never a place to go back to.
 */
export function keepFocus(layers: Element): () => void {
  /** What had the focus outside the layers, and what it stands in, from the inside out. */
  let place: HTMLElement[] = [];
  let later: ReturnType<typeof setTimeout> | undefined;
  const isLost = () => document.activeElement === null || document.activeElement === document.body;

  const remember = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement) || layers.contains(target)) return;
    place = [];
    for (let at: HTMLElement | null = target; at !== null && at !== document.body; at = at.parentElement)
      place.push(at);
  };
  const restore = () => {
    if (!isLost()) return;
    for (const each of [...place, document.getElementById("main")]) {
      each?.focus({ preventScroll: true });
      if (!isLost()) return;
    }
  };
  const watch = new MutationObserver(() => {
    // before anything had the focus, the reader begins at the top of the page
    if (place.length === 0 || !isLost()) return;
    clearTimeout(later);
    later = setTimeout(restore, waitMilliseconds);
  });
  document.addEventListener("focusin", remember);
  watch.observe(document.body, { childList: true, subtree: true });
  return () => {
    clearTimeout(later);
    watch.disconnect();
    document.removeEventListener("focusin", remember);
  };
}

/** The kit's own menus and dialogs move the focus by timers: they go first. */
const waitMilliseconds = 40;
