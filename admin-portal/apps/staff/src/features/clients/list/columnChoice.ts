import { useLocalStorage } from "@mantine/hooks";
import { broker } from "../../../app/broker.ts";
import { clientColumns, columnIds, columnOf } from "./columns.tsx";

/** Which columns, in which order, how wide, which of them stay while the others scroll: kept in this browser. */
export interface ColumnChoice {
  order: string[];
  hidden: string[];
  pinned: string[];
  widths: Record<string, number>;
}

export const usualColumns: ColumnChoice = {
  order: [...columnIds],
  hidden: clientColumns.filter((column) => column.extra).map((column) => column.id),
  pinned: ["name"],
  widths: {},
};

function isChoice(value: unknown): value is Omit<ColumnChoice, "pinned"> & { pinned?: string[] } {
  if (typeof value !== "object" || value === null) return false;
  const { order, hidden, pinned, widths } = value as Record<string, unknown>;
  const texts = (list: unknown) => Array.isArray(list) && list.every((each) => typeof each === "string");
  const numbers = typeof widths === "object" && widths !== null && Object.values(widths).every(Number.isFinite);
  return texts(order) && texts(hidden) && (pinned === undefined || texts(pinned)) && numbers;
}

/** Reads a stored choice. Columns that have come since are added as usual, those that are gone are dropped. */
export function parseChoice(text: string | undefined): ColumnChoice {
  if (text === undefined) return usualColumns;
  try {
    const stored: unknown = JSON.parse(text);
    if (!isChoice(stored)) return usualColumns;
    const known = stored.order.filter(columnOf);
    const added = columnIds.filter((id) => !known.includes(id));
    return {
      order: [...known, ...added],
      hidden: [...stored.hidden, ...added.filter((id) => usualColumns.hidden.includes(id))],
      pinned: stored.pinned?.filter(columnOf) ?? usualColumns.pinned,
      widths: stored.widths,
    };
  } catch {
    return usualColumns;
  }
}

/** The order on screen: pinned columns stand first. */
export function inOrder({ order, pinned }: Pick<ColumnChoice, "order" | "pinned">): string[] {
  return [...order.filter((id) => pinned.includes(id)), ...order.filter((id) => !pinned.includes(id))];
}

/** Puts a column where another one stands; pinned and loose columns do not mix. */
export function placeColumn(choice: ColumnChoice, id: string, where: string): ColumnChoice {
  const shown = inOrder(choice);
  const [at, to] = [shown.indexOf(id), shown.indexOf(where)];
  if (at < 0 || to < 0 || at === to || choice.pinned.includes(id) !== choice.pinned.includes(where)) return choice;
  return { ...choice, order: shown.toSpliced(at, 1).toSpliced(to, 0, id) };
}

export function moveColumn(choice: ColumnChoice, id: string, step: 1 | -1): ColumnChoice {
  const shown = inOrder(choice);
  const next = shown[shown.indexOf(id) + step];
  return next === undefined ? choice : placeColumn(choice, id, next);
}

/** Pinned columns stay in view while the others scroll sideways. */
export function pinColumn(choice: ColumnChoice, id: string, pinned: boolean): ColumnChoice {
  const others = choice.pinned.filter((each) => each !== id);
  return { ...choice, pinned: pinned ? [...others, id] : others };
}

export function showColumn(choice: ColumnChoice, id: string, shown: boolean): ColumnChoice {
  const hidden = choice.hidden.filter((each) => each !== id);
  const order = choice.order.includes(id) ? choice.order : [...choice.order, id];
  return { ...choice, order, hidden: shown ? hidden : [...hidden, id] };
}

/** The columns on screen, `name!:200.country`: pinned ones with a mark, those of another width than usual with it. */
export function columnText(choice: ColumnChoice): string {
  const usual = (id: string) => columnOf(id)?.width;
  return inOrder(choice)
    .filter((id) => !choice.hidden.includes(id))
    .map((id) => {
      const width = Math.round(choice.widths[id] ?? 0);
      const pinned = choice.pinned.includes(id) ? "!" : "";
      return `${id}${pinned}${width > 0 && width !== usual(id) ? `:${width}` : ""}`;
    })
    .join(".");
}

/** Reads such a text; what it does not know it leaves out, and the name is always among the columns. */
export function parseColumnText(text: string): ColumnChoice {
  const choice: ColumnChoice = { order: [], hidden: [], pinned: [], widths: {} };
  for (const part of text.split(".")) {
    const [, id = "", pin, width] = /^(\w+)(!?)(?::(\d{2,4}))?$/.exec(part) ?? [];
    if (!columnOf(id) || choice.order.includes(id)) continue;
    choice.order.push(id);
    if (pin) choice.pinned.push(id);
    if (width) choice.widths[id] = Math.max(64, Math.min(600, Number(width)));
  }
  if (!choice.order.includes("name")) choice.order.unshift("name");
  choice.hidden = columnIds.filter((id) => !choice.order.includes(id));
  choice.order.push(...choice.hidden);
  return choice;
}

export function useColumnChoice() {
  return useLocalStorage<ColumnChoice>({
    key: `brokerdesk-${broker.slug}-client-columns`,
    defaultValue: usualColumns,
    getInitialValueInEffect: false,
    deserialize: parseChoice,
  });
}
