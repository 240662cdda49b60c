import { parseWhen } from "./when.ts";

export interface LineStatus {
  id: string;
  name: string;
}

/** What one typed line says: `no answer, tomorrow 15:00, left a message`. */
export interface Understood<Status extends LineStatus> {
  status?: Status;
  when?: Date;
  /** Nobody calls the client any more. */
  doNotCall: boolean;
  note: string;
}

/** What says that nobody is to call again: the words of the reader's language come along. */
const never = ["do not call", "don't call", "dnc"];

/** Where the first part of a line ends, at a comma of either script; -1 without one. */
export const commaAt = (line: string) => line.search(/[,،]/);

/** The statuses whose name, or a word of it, begins like this: the whole name first. */
export function matching<Status extends LineStatus>(typed: string, statuses: readonly Status[]): Status[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return [];
  const rank = ({ name }: LineStatus) => {
    const lower = name.toLowerCase();
    if (lower === wanted) return 0;
    return lower.startsWith(wanted) ? 1 : 2;
  };
  const fits = ({ name }: LineStatus) =>
    name
      .toLowerCase()
      .split(/\s+/)
      .some((_, at, words) => words.slice(at).join(" ").startsWith(wanted));
  return statuses.filter(fits).toSorted((a, b) => rank(a) - rank(b));
}

/** Whether a part says that nobody is to call again. Whole words only: nobody is silenced by the beginning of one. */
function saysNever(part: string, words: string): boolean {
  const said = part.trim().toLowerCase().replaceAll("’", "'");
  return [...never, words.toLowerCase()].includes(said);
}

/**
 * Reads a line: parts between commas, each at most once, a status, a time and "do not call" (in the reader's language `words`)
 * in any order; from the first part that is none of them, everything is the note as it was written.
 */
export function parseLine<Status extends LineStatus>(
  line: string,
  statuses: readonly Status[],
  now: Date,
  zone: string,
  words = "do not call",
): Understood<Status> {
  const found: Understood<Status> = { doNotCall: false, note: "" };
  let rest = line;
  while (rest.trim() !== "") {
    const comma = commaAt(rest);
    const part = comma < 0 ? rest : rest.slice(0, comma);
    const silences = !found.doNotCall && saysNever(part, words);
    const when = !silences && found.when === undefined ? parseWhen(part, now, zone) : undefined;
    const free = !silences && when === undefined && found.status === undefined;
    const status = free ? matching(part, statuses)[0] : undefined;
    if (!silences && when === undefined && status === undefined) {
      found.note = rest.trim();
      break;
    }
    if (silences) found.doNotCall = true;
    if (when !== undefined) found.when = when;
    if (status !== undefined) found.status = status;
    rest = comma < 0 ? "" : rest.slice(comma + 1);
  }
  return found;
}
