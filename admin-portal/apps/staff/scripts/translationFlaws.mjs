import { compileMessage } from "@lingui/message-utils/compileMessage";

/** The placeholders of a compiled message, those inside plurals too, and the lists of their forms. */
function partsOf(tokens, found = { names: new Set(), forms: [] }) {
  if (!Array.isArray(tokens)) return found;
  for (const token of tokens) {
    if (!Array.isArray(token)) continue;
    const [name, kind, options] = token;
    found.names.add(name);
    if (typeof options !== "object" || options === null) continue;
    const { offset: _, ...forms } = options;
    found.forms.push({ kind, forms: Object.keys(forms) });
    for (const form of Object.values(forms)) partsOf(form, found);
  }
  return found;
}

const tagsOf = (text) => [...text.matchAll(/<\/?\w+\/?>/g)].map(([tag]) => tag).sort();
const same = (a, b) => JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());

/** Why a translation cannot stand for its message; empty when it can. */
export function flaws(message, translation, locale) {
  const [before, after] = [message, translation].map((text) => partsOf(compileMessage(text)));
  const found = [];
  if (!same(before.names, after.names)) found.push("other placeholders, or the braces do not match");
  if (!same(new Set(tagsOf(message)), new Set(tagsOf(translation)))) found.push("other tags");
  const wanted = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
  for (const { forms, kind } of after.forms) {
    const lacking = kind === "plural" ? wanted.filter((form) => !forms.includes(form)) : [];
    if (lacking.length > 0) found.push(`plural without ${lacking.join(", ")}`);
  }
  return found;
}
