// What the server says to staff: the sentences that stand in its source, with the places that it fills in.
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

const root = `${resolve(import.meta.dirname, "../../../..")}/`;

/** Where sentences for staff are written. What only websites, programs and operators read stands elsewhere. */
const rooms = [
  ...["access", "app", "identity", "model", "sheets", "trading"].map((crate) => `platform/${crate}/src`),
  "platform/storage/src/audit",
  ...["auth", "graphql", "http", "view"].map((room) => `tenant-api/src/${room}`),
];
const notForStaff =
  /tests\.rs$|\/tests\/|platform\/app\/src\/(bulk\/report|audit\/(anchor\/\w+|file))\.rs|view\/rest_|graphql\/(documents|limits|variables|checked|mod|ws\b)|http\/(body|path|same_origin|portal|tenant)\b/;

/** Files whose every literal with a capital is a title for people. */
const titled = /audit_action\.rs$|http\/error\.rs$|graphql\/palette\.rs$|view\/audit\.rs$/;
/** Files whose errors are told to staff as they are. */
const errors = /platform\/(trading\/src\/(error|settings)|access\/src\/permit|storage\/src\/audit\/verify)\.rs$/;
/** What stands before words of our own about a trading server's answer. */
const ours = /Answer::ours\(\s*(format!\(\s*)?$/;

/** Comments, raw texts and attributes are read over; an error's text and a literal are kept. */
const tokens =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|\br(#*)"[\s\S]*?"\1|#!?\[(?:expect|allow|graphql|serde|doc)[^\]]*\]|#\[error\("([^"]*)"[^\]\n]*\)\]|"((?:[^"\\]|\\[\s\S])*)"|'(?:[^'\\]|\\[^u]|\\u\{\w+\})'/g;

function* rustFiles(folder) {
  for (const entry of readdirSync(root + folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* rustFiles(path);
    else if (path.endsWith(".rs") && !notForStaff.test(path)) yield path;
  }
}

/** As it is written in a table: joined lines, `{}` counted as `{0}`, `{1}` …, formats of numbers left out. */
export function normal(literal) {
  let place = 0;
  return literal
    .replace(/\\\r?\n\s*/g, "")
    .replace(/\\(["'\\])/g, "$1")
    .replace(/\{(\w*)(?::[^{}]*)?\}/g, (_, name) => `{${name === "" ? place++ : name}}`);
}

const letters = (text) => text.replace(/\{\w+\}/g, "").match(/[A-Za-z]/g)?.length ?? 0;
const isSentence = (text) => /^[A-Z{].* .*\.$/.test(text) && !text.includes("`") && letters(text) > 5;
const isTitle = (text) => /^[A-Z].*[a-z]|^\{title\}/.test(text);

/**
 * All literals of the server's source, and among them the `sentences` that a language has to have. The others are words
 * that the server puts into a sentence: a language may have them.
 */
export function serverSentences() {
  const sentences = new Set();
  const literals = new Set();
  for (const file of rooms.flatMap((room) => [...rustFiles(room)])) {
    const source = readFileSync(root + file, "utf8").split(/#\[cfg\(test\)\]\s*mod /)[0];
    for (const match of source.matchAll(tokens)) {
      const [, , error, literal] = match;
      const text = normal(error ?? literal ?? "");
      literals.add(text);
      const told =
        isSentence(text) ||
        (titled.test(file) && isTitle(text)) ||
        (error !== undefined && errors.test(file) && letters(text) > 5) ||
        ours.test(source.slice(Math.max(0, match.index - 60), match.index));
      if (told) sentences.add(text);
    }
  }
  return { sentences, literals };
}

/** The printed schema of the portal's API. */
export const staffSchema = () => readFileSync(`${root}tenant-api/schema/staff.graphql`, "utf8");

/** Heads of the server's files that people read: of the trail, and of clients that a bulk change left. */
export function fileHeads() {
  const list = (file, begin) => {
    const source = readFileSync(`${root}platform/app/src/${file}`, "utf8").split(begin)[1] ?? "";
    return [...source.slice(0, source.indexOf("]")).matchAll(/"([^"]+)"/g)].map(([, head]) => head);
  };
  return [...list("audit/file.rs", "HEAD: [&str; 17] = ["), ...list("bulk/report.rs", "write_record(&mut text, [")];
}
