import type { AddAccountProductInput, EditAccountProductInput, OfferedCurrencyInput } from "@brokerdesk/api";
import type { Versioned } from "../common/useVersioned.tsx";
import type { AccountProduct } from "./documents.ts";

/** A currency in the form: its group on the server, which says the currency, and the smallest first deposit. */
export interface CurrencyDraft {
  /** Which row of the form. */
  key: string;
  group: string;
  minimumDeposit: string;
}

/** A product in the form: everything as it is typed. */
export interface ProductDraft {
  serverId: string | null;
  name: string;
  currencies: readonly CurrencyDraft[];
  leverages: string;
  active: boolean;
}

/** As many as a product may have. */
export const currenciesMax = 20;

export const emptyProduct: ProductDraft = {
  serverId: null,
  name: "",
  currencies: [{ key: "new 1", group: "", minimumDeposit: "" }],
  leverages: "30, 100, 200",
  active: true,
};

export function draftOf(product: AccountProduct): ProductDraft {
  const { serverId, name, leverages, active } = product;
  const currencies = product.currencies.map(({ group, minimumDeposit }) => ({ key: group, group, minimumDeposit }));
  return { serverId, name, currencies, leverages: leverages.join(", "), active };
}

/** The rows with an empty one after them. */
export function withNewCurrency(rows: readonly CurrencyDraft[]): CurrencyDraft[] {
  let number = 1;
  while (rows.some(({ key }) => key === `new ${number}`)) number += 1;
  return [...rows, { key: `new ${number}`, group: "", minimumDeposit: "" }];
}

/** `30, 1:100 200` → 30, 100, 200, each once and in order; undefined for what is no leverage. */
export function leveragesOf(text: string): number[] | undefined {
  const parts = text.split(/[\s,;]+/).filter(Boolean);
  const numbers = parts.map((part) => part.replace(/^1:/, ""));
  if (numbers.length === 0 || numbers.some((number) => !/^\d{1,5}$/.test(number))) return undefined;
  return [...new Set(numbers.map(Number))].sort((a, b) => a - b);
}

/** The currencies in words, for a choice between two forms of them. */
export function currenciesText(rows: readonly CurrencyDraft[]): string {
  return rows.map(({ group, minimumDeposit }) => `${group.trim()} (${leastOf(minimumDeposit) ?? "0"})`).join(", ");
}

export function isFilledIn(draft: ProductDraft): boolean {
  return (
    draft.serverId !== null &&
    draft.name.trim() !== "" &&
    draft.currencies.every(({ group }) => group.trim() !== "") &&
    leveragesOf(draft.leverages) !== undefined
  );
}

/** Nothing for no minimum, however it is written. */
function leastOf(text: string): string | undefined {
  return /^[0.]*$/.test(text.trim()) ? undefined : text.trim();
}

function currenciesOf(rows: readonly CurrencyDraft[]): OfferedCurrencyInput[] {
  return rows.map((row) => {
    const minimumDeposit = leastOf(row.minimumDeposit);
    return { group: row.group.trim(), ...(minimumDeposit === undefined ? {} : { minimumDeposit }) };
  });
}

export function addInput(draft: ProductDraft): AddAccountProductInput {
  return {
    serverId: draft.serverId ?? "",
    name: draft.name.trim(),
    currencies: currenciesOf(draft.currencies),
    leverages: leveragesOf(draft.leverages) ?? [],
  };
}

/** Only what changed is sent; the server never changes. */
export function editInput(
  id: string,
  { version, values: before }: Versioned<ProductDraft>,
  draft: ProductDraft,
): EditAccountProductInput {
  const leverages = leveragesOf(draft.leverages) ?? [];
  const same = leverages.join() === leveragesOf(before.leverages)?.join();
  const name = draft.name.trim();
  const currencies = currenciesOf(draft.currencies);
  const stay = JSON.stringify(currencies) === JSON.stringify(currenciesOf(before.currencies));
  return {
    id,
    version,
    ...(name === before.name ? {} : { name }),
    ...(stay ? {} : { currencies }),
    ...(same ? {} : { leverages }),
    ...(draft.active === before.active ? {} : { active: draft.active }),
  };
}
