import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keyName, ShortcutRegistry } from "./shortcuts.ts";

let registry: ShortcutRegistry;
beforeEach(() => {
  registry = new ShortcutRegistry();
  document.addEventListener("keydown", registry.handle);
});
afterEach(() => {
  document.removeEventListener("keydown", registry.handle);
  document.body.innerHTML = "";
});

const press = (key: string, init: KeyboardEventInit = {}, target: Element = document.body) =>
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init }));

test("a single key runs its shortcut until it is taken away", () => {
  const run = vi.fn();
  const remove = registry.add({ keys: "j", label: "Next", group: "List", run });
  press("j");
  remove();
  press("j");
  expect(run).toHaveBeenCalledTimes(1);
});

test("a chord needs both keys in order", () => {
  const run = vi.fn();
  registry.add({ keys: "g c", label: "Clients", group: "Go to", run });
  press("c");
  press("g");
  press("x");
  press("c");
  expect(run).not.toHaveBeenCalled();
  press("g");
  press("c");
  expect(run).toHaveBeenCalledTimes(1);
});

test("typing in a field is never a shortcut, except one marked always", () => {
  document.body.innerHTML = "<input id='name'>";
  const field = document.getElementById("name") as Element;
  const single = vi.fn();
  const palette = vi.fn();
  registry.add({ keys: "e", label: "Edit", group: "List", run: single });
  registry.add({ keys: "Mod+K", label: "Palette", group: "Everywhere", run: palette, always: true });
  press("e", {}, field);
  press("k", { ctrlKey: true }, field);
  expect(single).not.toHaveBeenCalled();
  expect(palette).toHaveBeenCalledTimes(1);
});

test("switched off, single keys are dead and the palette still opens", () => {
  const single = vi.fn();
  const palette = vi.fn();
  registry.add({ keys: "x", label: "Select", group: "List", run: single });
  registry.add({ keys: "Mod+K", label: "Palette", group: "Everywhere", run: palette, always: true });
  registry.enabled = false;
  press("x");
  press("K", { metaKey: true });
  expect(single).not.toHaveBeenCalled();
  expect(palette).toHaveBeenCalledTimes(1);
});

test("the newest binding of a key wins, and the old one returns", () => {
  const list = vi.fn();
  const panel = vi.fn();
  registry.add({ keys: "e", label: "Edit row", group: "List", run: list });
  const close = registry.add({ keys: "e", label: "Edit client", group: "Panel", run: panel });
  press("e");
  expect(registry.all().map((shortcut) => shortcut.label)).toEqual(["Edit client"]);
  close();
  press("e");
  expect(panel).toHaveBeenCalledTimes(1);
  expect(list).toHaveBeenCalledTimes(1);
});

test("an open dialog keeps the page's shortcuts away", () => {
  const run = vi.fn();
  registry.add({ keys: "j", label: "Next", group: "List", run });
  document.body.innerHTML = "<div role='dialog' aria-modal='true'></div>";
  press("j");
  expect(run).not.toHaveBeenCalled();
});

test("Enter on a button presses the button, not the list's row", () => {
  document.body.innerHTML = "<button id='b'>Save</button>";
  const run = vi.fn();
  registry.add({ keys: "Enter", label: "Open", group: "List", run });
  press("Enter", {}, document.getElementById("b") as Element);
  expect(run).not.toHaveBeenCalled();
});

test("key names are the same on every keyboard", () => {
  expect(keyName({ key: "k", ctrlKey: true, metaKey: false, altKey: false })).toBe("Mod+K");
  expect(keyName({ key: "k", ctrlKey: false, metaKey: true, altKey: false })).toBe("Mod+K");
  expect(keyName({ key: "?", ctrlKey: false, metaKey: false, altKey: false })).toBe("?");
});
