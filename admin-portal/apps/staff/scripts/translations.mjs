// The catalogues of the languages that are translated, and their tables of what the server says (docs/LANGUAGES.md).
//   node scripts/translations.mjs                        what is missing or does not fit; part of `npm run check`
//   node scripts/translations.mjs missing ar             the messages that wait for a translation, as JSON
//   node scripts/translations.mjs fill ar texts.json     puts { message: translation } into the catalogue
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { getConfig } from "@lingui/conf";
import { formatter } from "@lingui/format-po";
import { fillTable, missingSentences, readTable, tableProblems } from "./serverTable.mjs";
import { flaws } from "./translationFlaws.mjs";

const folder = fileURLToPath(new URL("..", import.meta.url));
const { locales, sourceLocale } = getConfig({ cwd: folder });
const format = formatter({ lineNumbers: false });
const pathOf = (locale) => `${folder}src/locales/${locale}/messages.po`;
const context = (locale) => ({ locale, sourceLocale, filename: pathOf(locale) });

const textOf = (locale) => readFileSync(pathOf(locale), "utf8");
const read = (locale) => format.parse(textOf(locale), context(locale));
const say = (text) => process.stdout.write(`${text}\n`);

/** What keeps a language from being complete, a line each. */
async function problemsOf(locale) {
  const [source, catalogue] = [await read(sourceLocale), await read(locale)];
  const problems = [];
  for (const [id, { message, translation: original }] of Object.entries(source)) {
    const text = message ?? original;
    const entry = catalogue[id];
    if (entry === undefined) problems.push(`not in the catalogue, run npm run messages: ${text}`);
    else if (!entry.translation) problems.push(`not translated: ${text}`);
    else problems.push(...flaws(text, entry.translation, locale).map((flaw) => `${flaw}: ${text}`));
  }
  const gone = Object.keys(catalogue).filter((id) => source[id] === undefined);
  return [...problems, ...gone.map((id) => `no longer used, run npm run messages: ${catalogue[id].message}`)];
}

async function check() {
  for (const locale of locales.filter((each) => each !== sourceLocale)) {
    report(`src/locales/${locale}/messages.po`, await problemsOf(locale));
    report(`src/locales/${locale}/server.json`, tableProblems(readTable(locale)));
  }
}

function report(file, problems) {
  if (problems.length === 0) return;
  process.exitCode = 1;
  say(`${file}: ${problems.length} texts to mend (docs/LANGUAGES.md says how)`);
  for (const problem of problems) say(`  ${problem}`);
}

async function missing(locale) {
  const waiting = Object.values(await read(locale)).filter((entry) => !entry.translation);
  const texts = [...waiting.map(({ message }) => message), ...missingSentences(locale)];
  say(JSON.stringify(Object.fromEntries(texts.map((text) => [text, ""])), null, 2));
}

async function fill(locale, file) {
  const texts = JSON.parse(readFileSync(file, "utf8"));
  const catalogue = await read(locale);
  const left = new Set(Object.keys(texts));
  for (const entry of Object.values(catalogue)) {
    const translation = texts[entry.message];
    left.delete(entry.message);
    if (!translation) continue;
    const wrong = flaws(entry.message, translation, locale);
    for (const flaw of wrong) say(`left as it was, ${flaw}: ${entry.message}`);
    if (wrong.length > 0) process.exitCode = 1;
    else entry.translation = translation;
  }
  const nowhere = fillTable(locale, texts);
  for (const message of left) {
    if (!Object.hasOwn(nowhere, message)) continue;
    process.exitCode = 1;
    say(`no such message: ${message}`);
  }
  writeFileSync(pathOf(locale), await format.serialize(catalogue, { ...context(locale), existing: textOf(locale) }));
}

const [command = "check", locale, file] = process.argv.slice(2);
const commands = { check, missing, fill };
if (!commands[command] || (command !== "check" && !locales.includes(locale)))
  throw new Error("node scripts/translations.mjs [check | missing LOCALE | fill LOCALE FILE]");
await commands[command](locale, file);
