import type { ClientFilter, TimeRange } from "@brokerdesk/api";
import { type FieldName, fieldOf, isFieldName } from "./fields.ts";
import { daysWithin, isPeriod, type Moment, type Period, thisMoment, withinPeriod } from "./periods.ts";

/** Limits of the server: deeper or larger trees are refused. Within four levels of and / or / not there is one more. */
export const deepest = 5;
export const mostConditions = 32;

export type ContactHow = "equals" | "domain" | "lastFour" | "present" | "absent";

/** One question about one field. Which parts are used depends on the field's kind. */
export interface Condition {
  field: FieldName;
  values?: string[];
  empty?: boolean;
  not?: boolean;
  from?: string;
  before?: string;
  /** A stretch that moves with the day. */
  period?: Period;
  how?: ContactHow;
  text?: string;
  on?: boolean;
  /** Which of the broker's own fields. */
  custom?: string;
  /** Bounds of a number: not less, not more, more than, less than. */
  min?: string;
  max?: string;
  above?: string;
  below?: string;
  /** Days of a date: from, and before. */
  dayFrom?: string;
  dayBefore?: string;
}

/** Parts of a condition that are texts of the broker's own fields. */
const customTexts = ["custom", "min", "max", "above", "below", "dayFrom", "dayBefore"] as const;

export interface Group {
  join: "all" | "any";
  items: FilterNode[];
}

export type FilterNode = Condition | Group;

export const emptyFilter: Group = { join: "all", items: [] };

export function isGroup(node: FilterNode): node is Group {
  return "join" in node;
}

export function isEmpty(group: Group): boolean {
  return toClientFilter(group) === undefined;
}

export function conditionCount(group: Group): number {
  return group.items.reduce((sum, item) => sum + (isGroup(item) ? conditionCount(item) : 1), 0);
}

/** Only one level of "all of these": such a filter is shown as chips. */
export function isFlat(group: Group): boolean {
  return group.join === "all" && !group.items.some(isGroup);
}

function conditionFilter(condition: Condition, at: Moment): ClientFilter | undefined {
  const { field, values, empty } = condition;
  const { kind, presence } = fieldOf(field);
  if (empty && presence) return { [presence]: false };
  switch (kind) {
    case "id":
      if (empty) return { [field]: { isNull: true } };
      return values?.length ? { [field]: { in: values } } : undefined;
    case "choice":
    case "text":
      return values?.length ? { [field]: values } : undefined;
    case "time": {
      if (empty) return { [field]: { isNull: true } };
      if (condition.period) return { [field]: withinPeriod(condition.period, at) };
      const range: TimeRange = {
        ...(condition.from ? { from: condition.from } : {}),
        ...(condition.before ? { before: condition.before } : {}),
      };
      return Object.keys(range).length > 0 ? { [field]: range } : undefined;
    }
    case "contact": {
      if (condition.how === "present" || condition.how === "absent") {
        return { [field]: { isPresent: condition.how === "present" } };
      }
      const text = condition.text?.trim();
      return text && condition.how ? { [field]: { [condition.how]: text } } : undefined;
    }
    case "flag":
      return condition.on === undefined ? undefined : { [field]: condition.on };
    case "custom": {
      const { custom = "", how, period, min, max, above, below, dayFrom, dayBefore, on } = condition;
      const days = period ? daysWithin(period, at) : { from: dayFrom, before: dayBefore };
      const asked = {
        isPresent: how && how === "present",
        ...{ min, max, above, below, ...days },
        choiceIds: values?.length ? values : undefined,
        is: on,
      };
      const parts = Object.entries(asked).filter(([, part]) => part !== undefined && part !== "");
      return parts.length > 0 ? { customField: { fieldId: custom, ...Object.fromEntries(parts) } } : undefined;
    }
  }
}

/** What the server is asked. Conditions that are not filled in yet are left out. */
export function toClientFilter(node: FilterNode, at: Moment = thisMoment()): ClientFilter | undefined {
  if (!isGroup(node)) {
    const filter = conditionFilter(node, at);
    return filter !== undefined && node.not ? { not: filter } : filter;
  }
  const parts = node.items.map((item) => toClientFilter(item, at)).filter((part) => part !== undefined);
  if (parts.length <= 1) return parts[0];
  return node.join === "all" ? { and: parts } : { or: parts };
}

/** Levels of a filter; a single condition is one. */
export function depthOf(filter: ClientFilter): number {
  const inner = [...(filter.and ?? []), ...(filter.or ?? []), ...(filter.not ? [filter.not] : [])];
  return 1 + (inner.length > 0 ? Math.max(...inner.map(depthOf)) : 0);
}

/** Conditions of a filter, as the server counts them. */
function sizeOf({ and, or, not, ...own }: ClientFilter): number {
  const inner = [...(and ?? []), ...(or ?? []), ...(not ? [not] : [])];
  return inner.reduce((sum, part) => sum + sizeOf(part), Object.keys(own).length);
}

/** The filter and another one besides, or nothing where the server's limits would not allow it. */
export function narrowed(filter: ClientFilter | undefined, more: ClientFilter): ClientFilter | undefined {
  if (filter === undefined) return more;
  // what stands in one node must all hold
  const apart = Object.keys(more).every((key) => !(key in filter));
  const together: ClientFilter = apart ? { ...filter, ...more } : { and: [filter, more] };
  return depthOf(together) <= deepest && sizeOf(together) <= mostConditions ? together : undefined;
}

/** Whether it asks for the present moment, so that the time alone changes what is found. */
export function isOfNow(node: FilterNode): boolean {
  return isGroup(node) ? node.items.some(isOfNow) : node.period === "past" && fieldOf(node.field).kind === "time";
}

/** Reads a filter from an address. What it does not understand it leaves out. */
export function parseFilter(value: unknown): Group | undefined {
  const budget = { left: mostConditions };
  const node = parseNode(value, 1, budget);
  return node !== undefined && isGroup(node) && node.items.length > 0 ? node : undefined;
}

function parseNode(value: unknown, level: number, budget: { left: number }): FilterNode | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const raw = value as Record<string, unknown>;
  if (raw.join === "all" || raw.join === "any") {
    if (level > 2 || !Array.isArray(raw.items)) return undefined;
    const items = raw.items.map((item) => parseNode(item, level + 1, budget)).filter((item) => item !== undefined);
    return { join: raw.join, items };
  }
  if (!isFieldName(raw.field) || budget.left === 0) return undefined;
  budget.left -= 1;
  const condition: Condition = { field: raw.field };
  if (Array.isArray(raw.values)) condition.values = raw.values.filter((each) => typeof each === "string").slice(0, 200);
  if (raw.empty === true) condition.empty = true;
  if (raw.not === true) condition.not = true;
  if (isTime(raw.from)) condition.from = raw.from;
  if (isTime(raw.before)) condition.before = raw.before;
  if (isPeriod(raw.period)) condition.period = raw.period;
  if (isHow(raw.how)) condition.how = raw.how;
  if (typeof raw.text === "string") condition.text = raw.text.slice(0, 200);
  if (typeof raw.on === "boolean") condition.on = raw.on;
  for (const part of customTexts) {
    const text = raw[part];
    if (typeof text === "string") condition[part] = text.slice(0, 40);
  }
  return condition;
}

function isTime(value: unknown): value is string {
  return typeof value === "string" && !Number.isNaN(Date.parse(value));
}

function isHow(value: unknown): value is ContactHow {
  return typeof value === "string" && ["equals", "domain", "lastFour", "present", "absent"].includes(value);
}
