/** One keyboard shortcut. `keys` is a key or a chord: `j`, `Enter`, `Mod+K`, `g c`. */
export interface Shortcut {
  keys: string;
  label: string;
  group: string;
  run: () => void;
  /** Works while typing in a field and when single-key shortcuts are switched off. */
  always?: boolean;
}

const chordPause = 1200;

/** `Mod+K` for Ctrl or Cmd with K; otherwise the key as the browser names it. */
export function keyName(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">): string {
  const key = event.key.length === 1 && (event.ctrlKey || event.metaKey) ? event.key.toUpperCase() : event.key;
  return `${event.ctrlKey || event.metaKey ? "Mod+" : ""}${event.altKey ? "Alt+" : ""}${key}`;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest("[contenteditable=''],[contenteditable='true'],textarea,select")) return true;
  const input = target.closest("input");
  return input !== null && !["checkbox", "radio", "button", "submit"].includes(input.type);
}

/** Controls that already answer to Enter and Space. */
function answersItself(target: EventTarget | null, key: string): boolean {
  if (key !== "Enter" && key !== " ") return false;
  return target instanceof Element && target.closest("button,a[href],summary,[role='menuitem'],[role='tab']") !== null;
}

/**
 * The one list of shortcuts: what the cheat sheet shows is what works. The newest binding of a key
 * wins, so that an opened panel may take `e` from the list below it.
 */
export class ShortcutRegistry {
  private readonly entries = new Map<number, Shortcut>();
  private readonly listeners = new Set<() => void>();
  private serial = 0;
  private pending: { key: string; at: number } | undefined;
  private list: readonly Shortcut[] = [];
  /** Single-key shortcuts; the ones marked `always` stay. */
  enabled = true;
  /** A dialog is open: only its own fields listen. */
  isBlocked: () => boolean = () => document.querySelector("[role='dialog'][aria-modal='true']") !== null;

  add(shortcut: Shortcut): () => void {
    this.serial += 1;
    const id = this.serial;
    this.entries.set(id, shortcut);
    this.changed();
    return () => {
      this.entries.delete(id);
      this.changed();
    };
  }

  /** Every shortcut that works now, without those hidden by a newer one. */
  all = (): readonly Shortcut[] => this.list;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  handle = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const key = keyName(event);
    const typing = isTyping(event.target);
    const usable = this.list.filter((shortcut) => shortcut.always || (this.enabled && !typing && !this.isBlocked()));
    const chord =
      this.pending && event.timeStamp - this.pending.at < chordPause ? `${this.pending.key} ${key}` : undefined;
    this.pending = undefined;
    const found =
      (chord && usable.find((shortcut) => shortcut.keys === chord)) || usable.find((shortcut) => shortcut.keys === key);
    if (found !== undefined) {
      if (answersItself(event.target, key)) return;
      event.preventDefault();
      found.run();
      return;
    }
    if (usable.some((shortcut) => shortcut.keys.startsWith(`${key} `))) {
      this.pending = { key, at: event.timeStamp };
    }
  };

  private changed() {
    const newest = new Map<string, Shortcut>();
    for (const shortcut of this.entries.values()) {
      newest.delete(shortcut.keys);
      newest.set(shortcut.keys, shortcut);
    }
    this.list = [...newest.values()];
    for (const listener of this.listeners) listener();
  }
}
