import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Select, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { DayRange } from "../common/DayRange.tsx";
import { FilterChip } from "../common/FilterChip.tsx";
import { OnlyChip } from "../common/OnlyChip.tsx";
import { tableClasses } from "../common/Table.tsx";
import { MoneySelect } from "../positions/MoneySelect.tsx";
import { type DealFilters, dealActions, dealSources, usualMoney } from "../positions/view.ts";
import classes from "./Deals.module.css";
import { dealActionNames, sourceNames } from "./labels.ts";
import { noDealFilters } from "./view.ts";

interface DealFilterBarProps {
  filters: DealFilters;
  onChange: (change: DealFilters) => void;
  /** Client and account are chosen elsewhere. */
  inside?: boolean;
}

/** What narrows the history. */
export function DealFilterBar({ filters, onChange, inside }: DealFilterBarProps) {
  const { t, i18n } = useLingui();
  const said = { ...filters, money: undefined, ...(inside ? { client: undefined, account: undefined } : {}) };
  const filtered = Object.values(said).some((part) => part !== undefined);
  const clear = () => {
    // which money is shown stays as it is
    const { account, client, money: _, ...rest } = noDealFilters;
    onChange(inside ? rest : { ...rest, account, client });
  };
  return (
    <div className={tableClasses.toolbar}>
      <Typed
        label={t`Symbols, with commas between`}
        placeholder={t`Symbol`}
        value={filters.symbol}
        onChange={(symbol) => onChange({ symbol })}
      />
      <MoneySelect
        value={filters.money ?? usualMoney(filters)}
        onChange={(money) => onChange({ money: money === usualMoney(filters) ? undefined : money, server: undefined })}
      />
      <Select
        className={classes.filter ?? ""}
        size="xs"
        aria-label={t`What`}
        placeholder={t`All kinds`}
        data={dealActions.map((value) => ({ value, label: i18n._(dealActionNames[value]) }))}
        value={filters.action ?? null}
        onChange={(action) => onChange({ action: (action as DealFilters["action"]) ?? undefined })}
        clearable
        comboboxProps={{ shadow: "md" }}
      />
      <Select
        className={classes.filter ?? ""}
        size="xs"
        aria-label={t`Made by`}
        placeholder={t`Made by anybody`}
        data={dealSources.map((value) => ({ value, label: i18n._(sourceNames[value]) }))}
        value={filters.source ?? null}
        onChange={(source) => onChange({ source: (source as DealFilters["source"]) ?? undefined })}
        clearable
        comboboxProps={{ shadow: "md" }}
      />
      <Typed
        label={t`Ticket of the position`}
        placeholder={t`Position`}
        value={filters.position}
        onChange={(position) => onChange({ position })}
      />
      <DayRange
        from={filters.from}
        to={filters.to}
        onFrom={(from) => onChange({ from })}
        onTo={(to) => onChange({ to })}
      />
      {filters.server && <FilterChip label={t`One server only`} onRemove={() => onChange({ server: undefined })} />}
      {!inside && (
        <OnlyChip
          account={filters.account}
          client={filters.client}
          onRemove={() => onChange({ account: undefined, client: undefined })}
        />
      )}
      {filtered && (
        <Button variant="subtle" onClick={clear}>
          <Trans>Clear filters</Trans>
        </Button>
      )}
    </div>
  );
}

interface TypedProps {
  label: string;
  placeholder: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

/** A text that is applied with Enter or when the field is left. */
function Typed({ label, placeholder, value, onChange }: TypedProps) {
  const [typed, setTyped] = useState(value ?? "");
  useEffect(() => setTyped(value ?? ""), [value]);
  const apply = () => {
    const next = typed.trim() || undefined;
    if (next !== value) onChange(next);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <TextInput
        className={classes.filter ?? ""}
        size="xs"
        aria-label={label}
        placeholder={placeholder}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={apply}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        dir="ltr"
      />
    </form>
  );
}
