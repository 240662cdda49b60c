import { expect, it } from "vitest";

const components = import.meta.glob<string>("./**/*.tsx", { query: "?raw", import: "default", eager: true });
const styles = import.meta.glob<string>("./**/styles.ts", { query: "?raw", import: "default", eager: true });
const known = new Set(
  Object.keys(import.meta.glob("../../../node_modules/@mantine/core/styles/*.layer.css")).map(styleOf),
);
const everywhere = new Set(imported(styles["./styles.ts"] ?? ""));

/** Components that are drawn with the styles of others. */
const borrowed: Record<string, readonly string[]> = {
  MultiSelect: ["Pill", "PillsInput"],
  TagsInput: ["Pill", "PillsInput"],
};

function styleOf(path: string): string {
  return path.split("/").at(-1)?.replace(".layer.css", "") ?? "";
}

function imported(source: string): string[] {
  return [...source.matchAll(/@mantine\/core\/styles\/\w+\.layer\.css/g)].map(([path]) => styleOf(path));
}

function needs(source: string): string[] {
  const imports = [...source.matchAll(/import \{([^}]*)\} from "@mantine\/core"/g)];
  const names = imports.flatMap(([, list]) => (list ?? "").split(",").map((name) => name.trim()));
  return names.flatMap((name) => borrowed[name] ?? [name]).filter((name) => known.has(name) && !everywhere.has(name));
}

/** The styles of a file: those it imports, and those of the `styles.ts` of its folder and the folders above it. */
function brought(file: string, source: string): Set<string> {
  const folders = file.split("/").slice(0, -1);
  const above = folders.map((_, at) => `${folders.slice(0, at + 1).join("/")}/styles.ts`);
  const own = [...source.matchAll(/import "(\.[^"]*styles\.ts)"/g)].map(([, path]) => `${folders.join("/")}/${path}`);
  const paths = [...above, ...own].map((path) => `./${new URL(path, "file:///").pathname.slice(1)}`);
  return new Set(paths.flatMap((path) => imported(styles[path] ?? "")));
}

// a component without its style is drawn as a bare circle or box, and only where nobody else brought it first
it("every component brings its style", () => {
  expect(known.size).toBeGreaterThan(50);
  const missing = Object.entries(components)
    .filter(([file]) => !file.includes(".test."))
    .flatMap(([file, source]) => {
      const has = brought(file, source);
      return needs(source)
        .filter((style) => !has.has(style))
        .map((style) => `${file}: ${style}`);
    });
  expect(missing).toEqual([]);
});
