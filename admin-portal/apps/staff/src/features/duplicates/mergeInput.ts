import type { MergeClientsInput, MergeField } from "@brokerdesk/api";
import type { MergePreview } from "./documents.ts";

/** Whose value was chosen, by field. */
export type Choices = Partial<Record<MergeField, string>>;

/** Whose value of a field stays: what was chosen, else what the server's rule says. */
export function stays(field: MergePreview["fields"][number], choices: Choices): string {
  return (field.choosable ? choices[field.field] : undefined) ?? field.fromId;
}

/** What is sent: each client at the version that was looked at, and choices only where they differ from the rule. */
export function mergeInput(preview: MergePreview, choices: Choices, reason: string): MergeClientsInput | undefined {
  const [kept, ...others] = preview.clients.map(({ id, version }) => ({ id, version }));
  if (kept === undefined) return undefined;
  const chosen = preview.fields
    .filter((field) => stays(field, choices) !== field.fromId)
    .map((field) => ({ field: field.field, fromId: stays(field, choices) }));
  return { kept, others, choices: chosen, reason: reason.trim() };
}

/** Fields in which the clients differ: all else needs no look. */
export function differing(preview: MergePreview): MergePreview["fields"] {
  return preview.fields.filter((field) => {
    const texts = new Set(field.values.map(({ value }) => `${value.present} ${value.display ?? ""}`));
    return texts.size > 1 || field.values.some(({ value }) => value.masked);
  });
}
