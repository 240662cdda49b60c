// A language's table of what the server says: src/locales/LOCALE/server.json, by its English.
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { serverSentences } from "./serverSentences.mjs";

const pathOf = (locale) => resolve(import.meta.dirname, `../src/locales/${locale}/server.json`);
const placesOf = (text) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place);
const same = (a, b) => JSON.stringify([...new Set(a)].sort()) === JSON.stringify([...new Set(b)].sort());

export const readTable = (locale) => JSON.parse(readFileSync(pathOf(locale), "utf8"));

/** What keeps a table from being whole, a line each, against what the server's source says. */
export function tableProblems(table, { sentences, literals } = serverSentences()) {
  const problems = untold(table, sentences).map((said) => `the server says, not translated: ${said}`);
  for (const [said, told] of Object.entries(table)) {
    if (!literals.has(said)) problems.push(`the server no longer says: ${said}`);
    else if (!told || !same(placesOf(said), placesOf(told))) problems.push(`other placeholders, or empty: ${said}`);
  }
  return problems;
}

const untold = (table, sentences) => [...sentences].filter((said) => !Object.hasOwn(table, said));

/** The sentences of the server that wait for a translation. */
export const missingSentences = (locale) => untold(readTable(locale), serverSentences().sentences);

/**
 * Puts translations of the server's sentences and words into the table, and takes out what it no longer says. Gives back
 * the texts that it says nowhere.
 */
export function fillTable(locale, texts) {
  const { literals } = serverSentences();
  const table = readTable(locale);
  const others = {};
  for (const [said, told] of Object.entries(texts)) {
    if (!literals.has(said)) others[said] = told;
    else if (told) table[said] = told;
  }
  const kept = Object.entries(table).filter(([said]) => literals.has(said));
  kept.sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(pathOf(locale), `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
  return others;
}
