import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { getCatalogs } from "@lingui/cli/api";
import { getConfig } from "@lingui/conf";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import type { Plugin } from "vite";

export type Texts = Record<string, string>;
type Compiled = ReturnType<typeof compileMessage>;

const configPath = fileURLToPath(new URL("../apps/staff/lingui.config.ts", import.meta.url));
const catalogue = /\/locales\/([\w-]+)\/messages\.po$/;
/** What stands between these two takes its own direction, whatever the sentence around it is written in. */
const [isolate, end] = ["\u2068", "\u2069"];

export const linguiConfig = getConfig({ configPath, cwd: dirname(configPath) });
export const sourceLocale = linguiConfig.sourceLocale ?? "en";

/** The texts of a language by their ids; in English where the catalogue has none yet. */
export async function readTexts(locale: string): Promise<Texts> {
  const catalogs = await getCatalogs(linguiConfig);
  const read = catalogs.map((each) =>
    each.getTranslations(locale, { fallbackLocales: { default: sourceLocale }, sourceLocale }),
  );
  return Object.assign({}, ...(await Promise.all(read)).map((each) => each.messages));
}

/** Keeps names, addresses and figures from being torn apart by a sentence that runs the other way. */
export function isolated(message: Compiled): Compiled {
  if (!Array.isArray(message)) return message;
  return message.flatMap((token): Compiled[number][] => {
    if (!Array.isArray(token)) return [token];
    const [name, kind, options] = token;
    if (kind === undefined) return [isolate, token, end];
    if (typeof options !== "object" || options === null) return [token];
    const forms = Object.entries(options).map(([form, text]) => [
      form,
      typeof text === "number" ? text : isolated(text),
    ]);
    return [[name, kind, Object.fromEntries(forms)] as Compiled[number]];
  }) as Compiled;
}

/** Makes `import("…/locales/ar/messages.po")` a chunk with that language's texts, compiled. */
export function catalogues(): Plugin {
  return {
    name: "lingui-catalogues",
    enforce: "pre",
    async transform(_, id) {
      const locale = catalogue.exec(id)?.[1];
      if (locale === undefined) return undefined;
      const texts = Object.entries(await readTexts(locale)).map(([key, text]) => [key, isolated(compileMessage(text))]);
      // a text is parsed faster than a literal of that size
      const json = JSON.stringify(JSON.stringify(Object.fromEntries(texts)));
      return { code: `export default JSON.parse(${json});`, map: null, moduleType: "js" };
    },
  };
}
