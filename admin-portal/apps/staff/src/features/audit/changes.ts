/** Lists are written as one text; what left and what came is easier to read than two long lines. */
export interface ListChange {
  gone: string[];
  come: string[];
  kept: number;
}

const parts = (text: string | null | undefined, separator: string) =>
  (text ?? "")
    .split(separator)
    .map((part) => part.trim())
    .filter(Boolean);

/** The rights of a role as entries that were taken away, given, or stayed. */
export function listChange(before: string | null | undefined, after: string | null | undefined): ListChange {
  const [old, now] = [parts(before, ";"), parts(after, ";")];
  return {
    gone: old.filter((part) => !now.includes(part)),
    come: now.filter((part) => !old.includes(part)),
    kept: now.filter((part) => old.includes(part)).length,
  };
}
