export interface Place {
  row: number;
  column: number;
}

const steps: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * Where a key leads in a grid with gaps: the next cell in that direction, past cells that do not exist. When the
 * row or column has none further on, the nearest cell of the next row or column that has one.
 */
export function nextPlace(
  key: string,
  from: Place,
  size: { rows: number; columns: number },
  exists: (place: Place) => boolean,
  rightToLeft = false,
): Place | undefined {
  const all: Place[] = [];
  for (let row = 0; row < size.rows; row += 1) {
    for (let column = 0; column < size.columns; column += 1) if (exists({ row, column })) all.push({ row, column });
  }
  if (key === "Mod+Home") return all[0];
  if (key === "Mod+End") return all.at(-1);
  const inRow = all.filter((place) => place.row === from.row);
  if (key === "Home") return inRow[0];
  if (key === "End") return inRow.at(-1);
  const step = steps[key];
  if (step === undefined) return undefined;
  const [down, across] = [step[0], rightToLeft ? -step[1] : step[1]];
  const ahead = all.filter((place) =>
    down === 0
      ? place.row === from.row && (place.column - from.column) * across > 0
      : (place.row - from.row) * down > 0,
  );
  const distance = (place: Place) =>
    Math.abs(place.row - from.row) * (down === 0 ? 0 : size.columns + 1) + Math.abs(place.column - from.column);
  return ahead.sort((a, b) => distance(a) - distance(b))[0];
}
