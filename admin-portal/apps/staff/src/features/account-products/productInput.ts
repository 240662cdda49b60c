import type { AddAccountProductInput, EditAccountProductInput } from "@brokerdesk/api";
import type { Versioned } from "../common/useVersioned.tsx";
import type { AccountProduct } from "./documents.ts";

/** A product in the form: everything as it is typed. */
export interface ProductDraft {
  serverId: string | null;
  name: string;
  group: string;
  leverages: string;
  minimumDeposit: string;
  active: boolean;
}

export const emptyProduct: ProductDraft = {
  serverId: null,
  name: "",
  group: "",
  leverages: "30, 100, 200",
  minimumDeposit: "",
  active: true,
};

export function draftOf(product: AccountProduct): ProductDraft {
  const { serverId, name, group, leverages, minimumDeposit, active } = product;
  return { serverId, name, group, leverages: leverages.join(", "), minimumDeposit, active };
}

/** `30, 1:100 200` → 30, 100, 200, each once and in order; undefined for what is no leverage. */
export function leveragesOf(text: string): number[] | undefined {
  const parts = text.split(/[\s,;]+/).filter(Boolean);
  const numbers = parts.map((part) => part.replace(/^1:/, ""));
  if (numbers.length === 0 || numbers.some((number) => !/^\d{1,5}$/.test(number))) return undefined;
  return [...new Set(numbers.map(Number))].sort((a, b) => a - b);
}

export function isFilledIn(draft: ProductDraft): boolean {
  return (
    draft.serverId !== null &&
    draft.name.trim() !== "" &&
    draft.group.trim() !== "" &&
    leveragesOf(draft.leverages) !== undefined
  );
}

export function addInput(draft: ProductDraft): AddAccountProductInput {
  const minimumDeposit = draft.minimumDeposit.trim();
  return {
    serverId: draft.serverId ?? "",
    name: draft.name.trim(),
    group: draft.group.trim(),
    leverages: leveragesOf(draft.leverages) ?? [],
    ...(minimumDeposit === "" ? {} : { minimumDeposit }),
  };
}

/** Only what changed is sent; server and group never change. */
export function editInput(
  id: string,
  { version, values: before }: Versioned<ProductDraft>,
  draft: ProductDraft,
): EditAccountProductInput {
  const leverages = leveragesOf(draft.leverages) ?? [];
  const same = leverages.join() === leveragesOf(before.leverages)?.join();
  const name = draft.name.trim();
  const minimumDeposit = draft.minimumDeposit.trim() || "0";
  return {
    id,
    version,
    ...(name === before.name ? {} : { name }),
    ...(same ? {} : { leverages }),
    ...(minimumDeposit === before.minimumDeposit ? {} : { minimumDeposit }),
    ...(draft.active === before.active ? {} : { active: draft.active }),
  };
}
