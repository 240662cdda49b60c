import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Autocomplete, Button, Input, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useId } from "react";
import { type ActionErrors, errorAt } from "../../app/useAction.ts";
import classes from "./AccountProducts.module.css";
import { type CurrencyDraft, currenciesMax, withNewCurrency } from "./productInput.ts";

interface CurrencyFieldsProps {
  rows: readonly CurrencyDraft[];
  /** Groups to choose from, as far as the server has said; any other can be typed. */
  groups: readonly { name: string; currency: string }[];
  errors: ActionErrors;
  onChange: (rows: readonly CurrencyDraft[]) => void;
}

/** The currencies of a product: a group of the server for each, with a smallest first deposit of its own. */
export function CurrencyFields({ rows, groups, errors, onChange }: CurrencyFieldsProps) {
  const { t } = useLingui();
  const heading = useId();
  const currencyOf = (group: string) => groups.find(({ name }) => name === group)?.currency;
  const set = (key: string, change: Partial<CurrencyDraft>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...change } : row)));
  return (
    <fieldset className={classes.currencies} aria-labelledby={heading}>
      <div>
        <Input.Label id={heading} labelElement="div">
          <Trans>Currencies</Trans>
        </Input.Label>
        <Input.Description>
          <Trans>A group of the server for each, by its full name. The server says which currency it has.</Trans>
        </Input.Description>
      </div>
      {rows.map((row, place) => {
        const number = place + 1;
        const group = row.group.trim();
        const currency = currencyOf(group);
        const named = currency ?? group;
        return (
          <div key={row.key} className={classes.currency} data-first={place === 0 || undefined}>
            <Autocomplete
              {...(place === 0 ? { label: t`Group` } : { "aria-label": t`Group ${number}` })}
              data={groups.map(({ name }) => name)}
              renderOption={({ option }) => (
                <bdi dir="ltr" className={classes.group}>
                  {option.value} <span className={classes.code}>{currencyOf(option.value)}</span>
                </bdi>
              )}
              limit={50}
              comboboxProps={{ shadow: "md" }}
              placeholder="real\standard"
              value={row.group}
              onChange={(value) => set(row.key, { group: value })}
              error={errorAt(errors, "currencies", String(place), "group")}
              rightSection={currency && <span className={classes.code}>{currency}</span>}
              rightSectionWidth={44}
              autoFocus={place > 0 && row.key.startsWith("new ")}
              dir="ltr"
              autoComplete="off"
              spellCheck={false}
            />
            <TextInput
              {...(place === 0
                ? { label: t`First deposit at least` }
                : { "aria-label": t`First deposit at least in group ${number}` })}
              placeholder={t`any`}
              value={row.minimumDeposit}
              onChange={(event) => set(row.key, { minimumDeposit: event.currentTarget.value })}
              error={errorAt(errors, "currencies", String(place), "minimumDeposit")}
              dir="ltr"
              inputMode="decimal"
              autoComplete="off"
            />
            {rows.length > 1 && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size={28}
                aria-label={named === "" ? t`Remove this currency` : t`Remove ${named}`}
                onClick={() => onChange(rows.filter((each) => each.key !== row.key))}
              >
                <IconX size={15} />
              </ActionIcon>
            )}
          </div>
        );
      })}
      {rows.length < currenciesMax && (
        <Button
          className={classes.add ?? ""}
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange(withNewCurrency(rows))}
        >
          <Trans>Add a currency</Trans>
        </Button>
      )}
    </fieldset>
  );
}
