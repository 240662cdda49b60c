import { useLocalStorage } from "@mantine/hooks";
import { broker } from "../../../app/broker.ts";
import { clientColumns, columnIds } from "./columns.tsx";

/** Which columns, in which order, how wide: kept in this browser. */
export interface ColumnChoice {
  order: string[];
  hidden: string[];
  widths: Record<string, number>;
}

export const usualColumns: ColumnChoice = {
  order: [...columnIds],
  hidden: clientColumns.filter((column) => column.extra).map((column) => column.id),
  widths: {},
};

function isChoice(value: unknown): value is ColumnChoice {
  if (typeof value !== "object" || value === null) return false;
  const { order, hidden, widths } = value as Record<string, unknown>;
  const texts = (list: unknown) => Array.isArray(list) && list.every((each) => typeof each === "string");
  const numbers = typeof widths === "object" && widths !== null && Object.values(widths).every(Number.isFinite);
  return texts(order) && texts(hidden) && numbers;
}

/** Reads a stored choice. Columns that have come since are added as usual, those that are gone are dropped. */
export function parseChoice(text: string | undefined): ColumnChoice {
  if (text === undefined) return usualColumns;
  try {
    const stored: unknown = JSON.parse(text);
    if (!isChoice(stored)) return usualColumns;
    const known = stored.order.filter((id) => columnIds.includes(id));
    const added = columnIds.filter((id) => !known.includes(id));
    return {
      order: [...known, ...added],
      hidden: [...stored.hidden, ...added.filter((id) => usualColumns.hidden.includes(id))],
      widths: stored.widths,
    };
  } catch {
    return usualColumns;
  }
}

export function moveColumn(choice: ColumnChoice, id: string, step: 1 | -1): ColumnChoice {
  const order = [...choice.order];
  const at = order.indexOf(id);
  const to = at + step;
  if (at < 0 || to < 0 || to >= order.length) return choice;
  order.splice(at, 1);
  order.splice(to, 0, id);
  return { ...choice, order };
}

export function showColumn(choice: ColumnChoice, id: string, shown: boolean): ColumnChoice {
  const hidden = choice.hidden.filter((each) => each !== id);
  return { ...choice, hidden: shown ? hidden : [...hidden, id] };
}

export function useColumnChoice() {
  return useLocalStorage<ColumnChoice>({
    key: `brokerdesk-${broker.slug}-client-columns`,
    defaultValue: usualColumns,
    getInitialValueInEffect: false,
    deserialize: parseChoice,
  });
}
