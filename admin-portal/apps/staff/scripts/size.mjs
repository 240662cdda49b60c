// The size budget of the first load: the shell and the clients list; and that its chunks can begin at all. Run after `npm run build`.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const budget = { js: 270 * 1024, css: 30 * 1024 };
const firstLoad = ["index.html", "src/features/clients/list/ClientsPage.tsx"];

const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
const files = new Set();
const visit = (name) => {
  const chunk = manifest[name];
  if (chunk === undefined)
    throw new Error(`${name} is not in the build manifest: was it renamed? Mend scripts/size.mjs.`);
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const imported of chunk.imports ?? []) visit(imported);
};
for (const name of firstLoad) visit(name);

// a chunk that the shell imports and that imports the shell runs before what it needs is there
const importsShell = (name) => manifest[name].imports?.includes("index.html") ?? false;
const round = manifest["index.html"].imports.filter(importsShell);
if (round.length > 0)
  throw new Error(`the shell imports ${round.join(", ")}, made with what is in its own chunk: see vite.config.ts`);

const total = { js: 0, css: 0 };
for (const file of files) {
  const kind = file.endsWith(".css") ? "css" : "js";
  total[kind] += gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;
}
let over = false;
for (const kind of ["js", "css"]) {
  const kB = (bytes) => (bytes / 1024).toFixed(1);
  over ||= total[kind] > budget[kind];
  process.stdout.write(
    `first load ${kind}: ${kB(total[kind])} kB gzip of ${kB(budget[kind])} kB${total[kind] > budget[kind] ? ": over budget" : ""}\n`,
  );
}
process.exitCode = over ? 1 : 0;
