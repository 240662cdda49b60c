import { transformAsync } from "@babel/core";
import linguiMacro from "@lingui/babel-plugin-lingui-macro";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import type { Plugin } from "vite";
import { linguiConfig, readTexts, sourceLocale, type Texts } from "./catalogues.ts";

const messageId = /\bid: "([^"]{6})"/g;

/**
 * Turns Lingui's macros into ids. In a build each module also brings along the texts it uses, compiled from
 * the catalogue: a page's texts load with the page, and a text that the catalogue lacks stops the build.
 * Other languages are a chunk each: see catalogues.ts.
 */
export function linguiMacros(): Plugin {
  let catalogue: Promise<Texts> | undefined;
  let production = false;

  /** The texts whose ids the macros put into a module: those that did not stand in its source. */
  function used(code: string, source: string): string[] {
    const ids = [...code.matchAll(messageId)].map((match) => match[1] ?? "");
    return [...new Set(ids)].filter((id) => !source.includes(`"${id}"`));
  }

  return {
    name: "lingui-macros",
    enforce: "pre",
    configResolved(config) {
      production = config.isProduction;
    },
    buildStart() {
      catalogue = production ? readTexts(sourceLocale) : undefined;
    },
    async transform(source, id) {
      if (!/\.tsx?$/.test(id) || !source.includes("/macro")) return undefined;
      const done = await transformAsync(source, {
        filename: id,
        babelrc: false,
        configFile: false,
        sourceMaps: true,
        parserOpts: { plugins: ["typescript", "jsx"] },
        plugins: [[linguiMacro, { linguiConfig, stripNonEssentialFields: production }]],
      });
      if (!done?.code) return undefined;
      const texts = await catalogue;
      const ids = texts === undefined ? [] : used(done.code, source);
      if (texts === undefined || ids.length === 0) return { code: done.code, map: done.map };
      const compiled = ids.map((each) => {
        const text = texts[each];
        if (text === undefined) this.error(`a text of ${id} is not in the catalogue: run npm run codegen`);
        return [each, compileMessage(text)];
      });
      const brought = JSON.stringify(Object.fromEntries(compiled));
      return {
        code: `import { i18n as texts_ } from "@lingui/core";texts_.load("${sourceLocale}", ${brought});${done.code}`,
        map: done.map,
      };
    },
  };
}
