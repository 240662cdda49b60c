import type { ServerWords } from "./serverWords.ts";

let words: ServerWords | undefined;

/** From now on the server is told in these words; without any, in its own English. */
export function tellIn(spoken: ServerWords | undefined): void {
  words = spoken;
}

/** A sentence of the server in the language that is shown. */
export const told = (text: string): string => words?.sentence(text) ?? text;

/** An answer of the server with its sentences in the language that is shown. */
export const toldAnswer = <Data>(data: Data): Data => words?.answer(data) ?? data;
