import { type Shortcut, ShortcutRegistry } from "@brokerdesk/ui";
import { useEffect, useRef } from "react";

/** Every shortcut of the portal lives here; the cheat sheet reads it. */
export const shortcuts = new ShortcutRegistry();

/**
 * Binds a key while the component is on screen. Pass `undefined` for `run` to leave the key free.
 * Keys: `j`, `Enter`, `Mod+K`, chords such as `g c`.
 */
export function useShortcut(
  keys: string,
  binding: Pick<Shortcut, "label" | "group" | "always">,
  run: (() => void) | undefined,
): void {
  const latest = useRef(run);
  latest.current = run;
  const bound = run !== undefined;
  const { label, group, always } = binding;
  useEffect(() => {
    if (!bound) return undefined;
    return shortcuts.add({
      keys,
      label,
      group,
      ...(always ? { always } : {}),
      run: () => latest.current?.(),
    });
  }, [keys, label, group, always, bound]);
}
