import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { transformAsync } from "@babel/core";
import linguiMacro from "@lingui/babel-plugin-lingui-macro";
import { getCatalogs } from "@lingui/cli/api";
import { getConfig } from "@lingui/conf";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import type { Plugin } from "vite";

const configPath = fileURLToPath(new URL("../apps/staff/lingui.config.ts", import.meta.url));
const messageId = /\bid: "([^"]{6})"/g;

type Texts = Record<string, string>;

/**
 * Turns Lingui's macros into ids. In a build each module also brings along the texts it uses, compiled from
 * the catalogue: a page's texts load with the page, and a text that the catalogue lacks stops the build.
 */
export function linguiMacros(): Plugin {
  const linguiConfig = getConfig({ configPath, cwd: dirname(configPath) });
  const locale = linguiConfig.sourceLocale ?? "en";
  let catalogue: Promise<Texts> | undefined;
  let production = false;

  async function readCatalogue(): Promise<Texts> {
    const catalogs = await getCatalogs(linguiConfig);
    const read = catalogs.map((each) =>
      each.getTranslations(locale, { fallbackLocales: linguiConfig.fallbackLocales, sourceLocale: locale }),
    );
    return Object.assign({}, ...(await Promise.all(read)).map((each) => each.messages));
  }

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
      catalogue = production ? readCatalogue() : undefined;
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
        code: `import { i18n as texts_ } from "@lingui/core";texts_.load("${locale}", ${brought});${done.code}`,
        map: done.map,
      };
    },
  };
}
