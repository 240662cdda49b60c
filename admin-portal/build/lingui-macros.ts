import { fileURLToPath } from "node:url";
import { transformAsync } from "@babel/core";
import linguiMacro from "@lingui/babel-plugin-lingui-macro";
import { getConfig } from "@lingui/conf";
import type { Plugin } from "vite";

const configPath = fileURLToPath(new URL("../apps/staff/lingui.config.ts", import.meta.url));

/** Turns Lingui's macros into ids and messages, in the files that use them and nowhere else. */
export function linguiMacros(): Plugin {
  const linguiConfig = getConfig({ configPath });
  return {
    name: "lingui-macros",
    enforce: "pre",
    async transform(code, id) {
      if (!/\.tsx?$/.test(id) || !code.includes("/macro")) return undefined;
      const done = await transformAsync(code, {
        filename: id,
        babelrc: false,
        configFile: false,
        sourceMaps: true,
        parserOpts: { plugins: ["typescript", "jsx"] },
        plugins: [[linguiMacro, { linguiConfig }]],
      });
      return done?.code ? { code: done.code, map: done.map } : undefined;
    },
  };
}
