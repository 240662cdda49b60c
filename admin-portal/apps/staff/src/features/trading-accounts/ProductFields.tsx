import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { amount } from "../../app/format.ts";
import { type ActionErrors, errorAt } from "../../app/useAction.ts";
import type { AccountProduct } from "../account-products/documents.ts";
import { environments } from "../trading-servers/labels.ts";
import classes from "./TradingAccounts.module.css";

interface ProductFieldsProps {
  products: readonly AccountProduct[];
  product: AccountProduct | undefined;
  currency: string | undefined;
  leverage: number | undefined;
  errors: ActionErrors;
  onChange: (product: AccountProduct | undefined, leverage: number | undefined) => void;
  /** Where it can be chosen: an account that is there keeps its currency. */
  onCurrency?: (currency: string | undefined) => void;
}

/** The currency that stays with another product: the same one if it is offered, else the only one. */
export function currencyFor(product: AccountProduct | undefined, now: string | undefined): string | undefined {
  const offered = product?.currencies.map(({ currency }) => currency) ?? [];
  if (now !== undefined && offered.includes(now)) return now;
  return offered.length === 1 ? offered[0] : undefined;
}

/** The leverage that stays with another product: the same one if it is offered, else the lowest. */
export function leverageFor(product: AccountProduct | undefined, now: number | undefined): number | undefined {
  if (product === undefined) return undefined;
  return now !== undefined && product.leverages.includes(now) ? now : [...product.leverages].sort((a, b) => a - b)[0];
}

/** A product, one of its currencies, and one of its leverages. */
export function ProductFields({ products, product, currency, leverage, errors, ...on }: ProductFieldsProps) {
  const { onChange, onCurrency } = on;
  const { t } = useLingui();
  const offered = product?.currencies.find((each) => each.currency === currency);
  const minimum = offered && Number(offered.minimumDeposit) > 0 ? amount(offered.minimumDeposit) : undefined;
  return (
    <div className={onCurrency ? classes.terms : classes.pair}>
      <ProductSelect
        products={products}
        value={product?.id ?? null}
        error={errorAt(errors, "productId")}
        description={
          offered ? (
            <>
              <bdi dir="ltr">{offered.group}</bdi>
              {minimum && (
                <>
                  {" · "}
                  <Trans>
                    first deposit from {minimum} {offered.currency}
                  </Trans>
                </>
              )}
            </>
          ) : undefined
        }
        onChange={(next) => onChange(next, leverageFor(next, leverage))}
      />
      {onCurrency && (
        <Select
          label={t`Currency`}
          placeholder={product && t`Choose`}
          data={(product?.currencies ?? []).map((each) => each.currency)}
          value={currency ?? null}
          onChange={(value) => onCurrency(value ?? undefined)}
          error={errorAt(errors, "currency")}
          disabled={product === undefined}
          allowDeselect={false}
          comboboxProps={{ shadow: "md" }}
        />
      )}
      <Select
        label={t`Leverage`}
        data={(product?.leverages ?? []).map((each) => ({ value: String(each), label: `1:${each}` }))}
        value={leverage === undefined ? null : String(leverage)}
        onChange={(value) => value && onChange(product, Number(value))}
        error={errorAt(errors, "leverage")}
        disabled={product === undefined}
        allowDeselect={false}
        comboboxProps={{ shadow: "md" }}
      />
    </div>
  );
}

const labelOf = ({ name, currencies }: AccountProduct) =>
  `${name} · ${currencies.map(({ currency }) => currency).join(", ")}`;

interface ProductSelectProps {
  products: readonly AccountProduct[];
  value: string | null;
  error?: string | undefined;
  description?: React.ReactNode;
  onChange: (product: AccountProduct | undefined) => void;
}

/** Products by server; live and demo ones do not look alike. */
export function ProductSelect({ products, value, error, description, onChange }: ProductSelectProps) {
  const { t, i18n } = useLingui();
  const servers = [...new Set(products.map((product) => product.serverId))];
  const data = servers.map((server) => {
    const items = products.filter((product) => product.serverId === server);
    const first = items[0];
    const group = first ? `${first.serverName} · ${i18n._(environments[first.environment].text)}` : server;
    return { group, items: items.map((each) => ({ value: each.id, label: labelOf(each) })) };
  });
  return (
    <Select
      data-autofocus
      label={t`Product`}
      placeholder={t`Choose`}
      description={description}
      data={data}
      value={value}
      onChange={(id) => onChange(products.find((product) => product.id === id))}
      error={error}
      searchable={products.length > 8}
      allowDeselect={false}
      comboboxProps={{ shadow: "md" }}
    />
  );
}
