import type { MessageDescriptor } from "@lingui/core";
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { told } from "../../../app/told.ts";

/** Heads of the server's files, and the words that stand in their cells, by the server's English. */
const words: Readonly<Record<string, MessageDescriptor>> = {
  Row: msg`Row`,
  "Client number": msg`Client number`,
  "Client id": msg`Client id`,
  Name: msg`Name`,
  "What happened": msg`What happened`,
  Reason: msg`Reason`,
  "Not changed": msg`Not changed`,
  "Not taken back": msg`Not taken back`,
  "No.": msg`No.`,
  "Time (UTC)": msg`Time (UTC)`,
  Event: msg`Event`,
  Outcome: msg`Outcome`,
  Code: msg`Code`,
  By: msg`By`,
  Who: msg`Who`,
  "Who (id)": msg`Who (id)`,
  "On behalf of": msg`On behalf of`,
  Address: msg`Address`,
  Browser: msg`Browser`,
  Request: msg`Request`,
  About: msg`About`,
  "About (id)": msg`About (id)`,
  Changes: msg`Changes`,
  done: msg`done`,
  refused: msg`refused`,
};

/** What one cell says, in the language that is shown. */
export function toldCell(text: string): string {
  const word = Object.hasOwn(words, text) ? words[text] : undefined;
  return word ? i18n._(word) : toldSentences(text);
}

/** Several sentences of the server in one cell: each is told, the longest that is known first. */
function toldSentences(text: string): string {
  const whole = told(text);
  if (whole !== text) return whole;
  const parts = text.split(/(?<=\.) (?=[A-Z])/);
  const out: string[] = [];
  for (let from = 0; from < parts.length; ) {
    let to = parts.length;
    let said = parts.slice(from, to).join(" ");
    let known = told(said);
    while (known === said && to > from + 1) {
      to -= 1;
      said = parts.slice(from, to).join(" ");
      known = told(said);
    }
    out.push(known);
    from = to;
  }
  return out.join(" ");
}
