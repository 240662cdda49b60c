/** Lots and prices as whole numbers of a hundred-millionth: sums and comparisons are exact. */
const digits = 8;

/** A decimal as it is typed; undefined for what is none. */
export function units(text: string | null | undefined): bigint | undefined {
  const found = /^(-?)(\d{1,15})(?:\.(\d{1,8}))?$/.exec((text ?? "").trim());
  if (found === null) return undefined;
  const [, sign, whole = "0", rest = ""] = found;
  const size = BigInt(whole + rest.padEnd(digits, "0"));
  return sign === "-" ? -size : size;
}

/** A decimal with at least `least` places, and no needless zeros after them. */
export function decimal(value: bigint, least = 0): string {
  const size = value < 0n ? -value : value;
  const text = size.toString().padStart(digits + 1, "0");
  const rest = text.slice(-digits).replace(/0+$/, "").padEnd(least, "0");
  return `${value < 0n ? "-" : ""}${text.slice(0, -digits)}${rest === "" ? "" : `.${rest}`}`;
}

/** So many per cent of a volume, down to a whole step, and never less than the least that can be traded. */
export function share(all: string, percent: number, step: string, least: string): string | undefined {
  const [volume, stepped, lowest] = [units(all), units(step), units(least)];
  if (volume === undefined || stepped === undefined || stepped <= 0n || lowest === undefined) return undefined;
  if (percent >= 100) return decimal(volume, 2);
  const part = ((volume * BigInt(percent)) / 100n / stepped) * stepped;
  const taken = part < lowest ? lowest : part;
  return decimal(taken > volume ? volume : taken, 2);
}

export type LotsProblem = "none" | "too_much" | "too_little" | "step";

/** What is wrong with typed lots; undefined when they are fine. */
export function lotsProblem(
  text: string,
  { most, least, step }: { most?: string | undefined; least: string; step: string },
): LotsProblem | undefined {
  const [lots, highest, lowest, stepped] = [units(text), units(most), units(least), units(step)];
  if (lots === undefined || lots <= 0n) return "none";
  if (highest !== undefined && lots > highest) return "too_much";
  // all of a position may be smaller than the least that can be opened
  if (highest !== undefined && lots === highest) return undefined;
  if (lowest !== undefined && lots < lowest) return "too_little";
  if (stepped !== undefined && stepped > 0n && lots % stepped !== 0n) return "step";
  return undefined;
}

/** Whole points between two prices, a fraction cut off; undefined when one of them is none. */
export function points(from: string | null | undefined, to: string | null | undefined, point: string) {
  const [a, b, one] = [units(from), units(to), units(point)];
  if (a === undefined || b === undefined || one === undefined || one <= 0n) return undefined;
  return ((b - a) / one).toString();
}

/** A price as it is typed, with no more decimals than the symbol has. */
export function priceOf(text: string, places: number): string | undefined {
  const typed = text.trim();
  const value = units(typed);
  const given = typed.split(".")[1]?.length ?? 0;
  return value !== undefined && value > 0n && given <= places ? typed : undefined;
}

/** `a` less than, equal to or greater than `b`, as below, at or above zero. */
export function compare(a: string, b: string): number {
  const [left, right] = [units(a) ?? 0n, units(b) ?? 0n];
  return left < right ? -1 : left > right ? 1 : 0;
}
