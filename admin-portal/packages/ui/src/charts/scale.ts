/** From values to places in a picture. Numbers here are for drawing only; what is shown as a figure stays a decimal. */
export interface Scale {
  place: (value: number) => number;
  ticks: readonly number[];
  /** Decimals that its ticks need. */
  places: number;
}

/** Round steps: 1, 2 or 5 times a power of ten. */
function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const part = rough / power;
  return (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10) * power;
}

/** A scale over the values, with about `count` round ticks; `start` and `end` are places in the picture. */
export function scaleOver(values: readonly number[], start: number, end: number, count: number): Scale {
  const known = values.filter(Number.isFinite);
  const [least, most] = known.reduce(
    ([low, high], each) => [Math.min(low, each), Math.max(high, each)],
    known.length > 0 ? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] : [0, 1],
  );
  const flat = most - least === 0;
  const room = flat ? Math.max(Math.abs(most) * 0.01, 1e-8) : (most - least) * 0.05;
  const [low, high] = [least - room, most + room];
  const step = roundStep((high - low) / Math.max(1, count));
  const places = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks: number[] = [];
  for (let at = Math.ceil(low / step); at * step <= high; at += 1) {
    // no minus before a nought
    ticks.push(at * step + 0);
  }
  return { place: (value) => start + ((value - low) / (high - low)) * (end - start), ticks, places };
}

/** Indexes spread evenly over a list, its ends included. */
export function spread(length: number, count: number): readonly number[] {
  if (length <= 0) return [];
  const many = Math.min(length, Math.max(1, count));
  if (many === 1) return [0];
  return [...new Set(Array.from({ length: many }, (_, at) => Math.round((at * (length - 1)) / (many - 1))))];
}

/** The last index whose time is not after `at`; -1 when all are. `times` ascend. */
export function indexAt(times: readonly number[], at: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
