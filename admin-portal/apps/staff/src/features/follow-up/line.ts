import { parseWhen } from "./when.ts";

export interface LineStatus {
  id: string;
  name: string;
}

/** What one typed line says: `no answer, tomorrow 15:00, left a message`. */
export interface Understood<Status extends LineStatus> {
  status?: Status;
  when?: Date;
  note: string;
}

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

/**
 * Reads a line: parts between commas, each at most once, a status and a time in any order; from the first part that is
 * neither, everything is the note as it was written.
 */
export function parseLine<Status extends LineStatus>(
  line: string,
  statuses: readonly Status[],
  now: Date,
  zone: string,
): Understood<Status> {
  const found: Understood<Status> = { note: "" };
  let rest = line;
  while (rest.trim() !== "") {
    const comma = commaAt(rest);
    const part = comma < 0 ? rest : rest.slice(0, comma);
    const when = found.when === undefined ? parseWhen(part, now, zone) : undefined;
    const status = when === undefined && found.status === undefined ? matching(part, statuses)[0] : undefined;
    if (when === undefined && status === undefined) {
      found.note = rest.trim();
      break;
    }
    if (when !== undefined) found.when = when;
    if (status !== undefined) found.status = status;
    rest = comma < 0 ? "" : rest.slice(comma + 1);
  }
  return found;
}
