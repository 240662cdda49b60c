// After code generation: gives the manifest of trusted documents its name, and lists the types that
// have no id of their own (the cache keeps those inside their parents).
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { buildSchema, isObjectType } from "graphql";

const generated = new URL("../src/generated/", import.meta.url);
const manifest = new URL("persisted-documents.json", generated);
const documents = JSON.parse(readFileSync(manifest, "utf8"));
const sorted = Object.fromEntries(Object.entries(documents).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(manifest, `${JSON.stringify(sorted, null, 2)}\n`);
renameSync(manifest, new URL("persisted.json", generated));

const contract = readFileSync(new URL("../../../../tenant-api/schema/staff.graphql", import.meta.url), "utf8");
const keyless = Object.values(buildSchema(contract).getTypeMap())
  .filter((type) => isObjectType(type) && !type.name.startsWith("__"))
  .filter((type) => !["Query", "Mutation", "Subscription"].includes(type.name))
  .filter((type) => type.getFields().id === undefined)
  .map((type) => type.name)
  .sort();
writeFileSync(
  new URL("keyless.ts", generated),
  `/** Types without an id of their own. */\nexport const keylessTypes: readonly string[] = ${JSON.stringify(keyless, null, 2)};\n`,
);
