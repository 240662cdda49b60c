import type { CustomField } from "./documents.ts";

export interface ChoiceDraft {
  /** None for a choice that is not kept yet. */
  id?: string;
  label: string;
  retired: boolean;
}

export interface FieldDraft {
  label: string;
  required: boolean;
  choices: ChoiceDraft[];
}

/** A field as two people merge it: each choice is a part of its own (`choice ID`), and so are their order and the new ones. */
export interface FieldValues {
  label: string;
  required: boolean;
  order: string[];
  added: string[];
  [choice: `choice ${string}`]: { label: string; retired: boolean } | undefined;
}

const partOf = (id: string) => `choice ${id}` as const;
const newMark = "+";

export function fieldDraft(field: CustomField | undefined): FieldDraft {
  const choices = (field?.choices ?? []).map(({ id, label, retired }) => ({ id, label, retired }));
  return { label: field?.label ?? "", required: field?.required ?? false, choices };
}

export function valuesOf({ label, required, choices }: FieldDraft): FieldValues {
  const wanted = choices.filter((choice) => choice.id !== undefined || choice.label.trim() !== "");
  const order = wanted.map((choice) => choice.id ?? newMark + choice.label);
  // what is added at the end is no other order
  const lastKept = order.findLastIndex((key) => !key.startsWith(newMark));
  return {
    label,
    required,
    ...Object.fromEntries(
      wanted.flatMap(({ id, label, retired }) => (id === undefined ? [] : [[partOf(id), { label, retired }]])),
    ),
    order: order.slice(0, lastKept + 1),
    added: wanted.flatMap((choice) => (choice.id === undefined ? [choice.label] : [])),
  };
}

/** The choices in their order; those that a merged order does not name come last, so that none is missing. */
export function draftOf({ label, required, order, added, ...parts }: FieldValues): FieldDraft {
  const kept = Object.keys(parts).map((key) => key.slice("choice ".length));
  const known = [...kept, ...added.map((label) => newMark + label)];
  const keys = [...new Set([...order.filter((key) => known.includes(key)), ...known])];
  const choices = keys.flatMap((key): ChoiceDraft[] => {
    if (key.startsWith(newMark)) return [{ label: key.slice(newMark.length), retired: false }];
    const part = parts[partOf(key)];
    return part ? [{ id: key, ...part }] : [];
  });
  return { label, required, choices };
}
