import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const generated = fileURLToPath(new URL("../packages/api/src/generated/graphql.ts", import.meta.url));
const prefix = "virtual:trusted/";
const call = /\bgraphql\(\s*`([^`]*)`,?\s*\)/g;
const head = /\b(query|mutation|subscription|fragment)\s+(\w+)/;

/** The generated constant for the operation or fragment that stands first in a text. */
function constantOf(text: string): string | undefined {
  const [, kind, name] = head.exec(text) ?? [];
  return name && `${name}${kind === "fragment" ? "FragmentDoc" : "Document"}`;
}

/**
 * Puts each document into the chunk that uses it. Code generation writes all of them into one module,
 * which would make the first load carry every page's documents.
 */
export function trustedDocuments(): Plugin {
  return {
    name: "trusted-documents",
    enforce: "pre",
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined;
      const name = id.slice(prefix.length + 1);
      this.addWatchFile(generated);
      const start = `export const ${name} = `;
      const line = readFileSync(generated, "utf8")
        .split("\n")
        .find((each) => each.startsWith(start));
      if (line === undefined) this.error(`${name} has not been generated: run npm run codegen`);
      return `export default ${line.slice(start.length, line.lastIndexOf(" as unknown as "))};`;
    },
    transform(code, id) {
      if (id.startsWith("\0") || !/\.tsx?$/.test(id) || id.includes("/generated/") || !code.includes("graphql(")) {
        return undefined;
      }
      const imports = new Set<string>();
      const done = code.replace(call, (whole, text: string) => {
        const name = constantOf(text);
        if (name === undefined) return whole;
        imports.add(`import ${name}_ from "${prefix}${name}";`);
        return `${name}_`;
      });
      return imports.size > 0 ? { code: `${[...imports].join("")}${done}`, map: null } : undefined;
    },
  };
}
