import { i18n } from "@lingui/core";
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

/** Before somebody is known: what was spoken here last, else the first of the browser's languages that there is. */
export function usualLanguage(): string {
  const spoken = languages.map(({ code }) => code as string);
  const asked = [remembered(), ...navigator.languages].map((tag) => tag.split("-")[0]?.toLowerCase() ?? "");
  return asked.find((code) => spoken.includes(code)) ?? "en";
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
    // without storage, the browser's language decides the next time
  }
}
