import { i18n } from "@lingui/core";
import { broker } from "./broker.ts";
import { tellIn } from "./told.ts";

/**
 * The languages of the portal, each by its own name. English texts come with each module; the others are a chunk that
 * only their readers load (docs/LANGUAGES.md).
 */
export const languages = [
  { code: "en", name: "English", direction: "ltr" },
  { code: "ar", name: "العربية", direction: "rtl", load: () => import("../locales/ar/language.ts") },
] as const;

export type Language = (typeof languages)[number];

const kept = "brokerdesk-language";
let wanted = "en";

/** The language of a tag such as `ar-AE`; English for those that the portal does not speak. */
export function languageOf(tag: string): Language {
  return languages.find(({ code }) => code === tag.split("-")[0]?.toLowerCase()) ?? languages[0];
}

/** Before somebody is known: what the opened link says, else what was spoken here last, else the broker's. */
export function usualLanguage(): string {
  return new URLSearchParams(location.hash.slice(1)).get("language") || remembered() || broker.language;
}

function remembered(): string {
  try {
    return localStorage.getItem(kept) ?? "";
  } catch {
    return "";
  }
}

/** Shows the portal in this language once its texts are there, and remembers it for the next visit. */
export async function speak(tag: string): Promise<void> {
  const language = languageOf(tag);
  const { code, direction } = language;
  wanted = code;
  const words = "load" in language ? await language.load() : undefined;
  // another one was chosen meanwhile
  if (wanted !== code) return;
  const page = document.documentElement;
  page.lang = code;
  page.dir = direction;
  tellIn(words?.server);
  if (i18n.locale !== code) {
    if (words) i18n.load(code, words.texts);
    i18n.activate(code);
  }
  try {
    localStorage.setItem(kept, code);
  } catch {
    // without storage, the broker's language decides the next time
  }
}
