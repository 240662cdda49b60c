import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Popover, Select, TextInput } from "@mantine/core";
import { IconFilter, IconSearch } from "@tabler/icons-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useShortcut } from "../../app/shortcuts.tsx";
import { useOptions } from "../clients/filter/useOptions.ts";
import { FilterChip } from "../common/FilterChip.tsx";
import type { Feed } from "./documents.ts";
import { sides } from "./labels.ts";
import { MoneySelect } from "./MoneySelect.tsx";
import classes from "./Positions.module.css";
import { cleared, decimalOf, isFiltered, type LiveFilters, usualMoney } from "./view.ts";

interface LiveFilterBarProps {
  filters: LiveFilters;
  feeds: readonly Feed[];
  onChange: (change: LiveFilters) => void;
  /** Filters that mean nothing for what is listed. */
  without?: readonly (keyof LiveFilters)[];
  /** Another list on the page has the key that finds. */
  inside?: boolean;
}

/** What is filtered by most, and the rest behind a button. */
export function LiveFilterBar({ filters, feeds, onChange, without = [], inside = false }: LiveFilterBarProps) {
  const { t, i18n } = useLingui();
  const [symbol, setSymbol] = useState(filters.symbol ?? "");
  useEffect(() => setSymbol(filters.symbol ?? ""), [filters.symbol]);
  const input = useRef<HTMLInputElement>(null);
  useShortcut("/", { label: t`Find a symbol`, group: t`Positions` }, inside ? undefined : () => input.current?.focus());
  const apply = () => {
    const next = symbol.trim() || undefined;
    if (next !== filters.symbol) onChange({ symbol: next });
  };
  return (
    <>
      <form
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <TextInput
          ref={input}
          className={classes.filter ?? ""}
          size="xs"
          type="search"
          aria-label={t`Symbols, with commas between`}
          placeholder={t`Symbol`}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={symbol}
          onChange={(event) => {
            setSymbol(event.currentTarget.value);
            if (event.currentTarget.value === "") onChange({ symbol: undefined });
          }}
          onBlur={apply}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          dir="ltr"
        />
      </form>
      {!without.includes("side") && (
        <Select
          className={classes.filter ?? ""}
          size="xs"
          aria-label={t`Side`}
          placeholder={t`Side`}
          data={Object.entries(sides).map(([value, { text }]) => ({ value, label: i18n._(text) }))}
          value={filters.side ?? null}
          onChange={(side) => onChange({ side: (side as LiveFilters["side"]) ?? undefined })}
          clearable
          comboboxProps={{ shadow: "md" }}
        />
      )}
      <MoneySelect
        value={filters.money ?? usualMoney(filters)}
        onChange={(money) => onChange({ money: money === usualMoney(filters) ? undefined : money, server: undefined })}
      />
      <Select
        className={classes.filter ?? ""}
        size="xs"
        aria-label={t`Server`}
        placeholder={t`Server`}
        data={feeds.map(({ serverId, serverName }) => ({ value: serverId, label: serverName }))}
        value={filters.server ?? null}
        onChange={(server) => onChange({ server: server ?? undefined })}
        clearable
        comboboxProps={{ shadow: "md" }}
      />
      <MoreFilters key={JSON.stringify(filters)} filters={filters} without={without} onChange={onChange} />
      {filters.account && <FilterChip label={t`One account only`} onRemove={() => onChange({ account: undefined })} />}
      {filters.client && !without.includes("client") && (
        <FilterChip label={t`One client only`} onRemove={() => onChange({ client: undefined })} />
      )}
      {isFiltered({ ...filters, ...(without.includes("client") ? { client: undefined } : {}) }) && (
        <Button
          variant="subtle"
          onClick={() => {
            setSymbol("");
            const { client: _, ...rest } = cleared;
            onChange(without.includes("client") ? rest : cleared);
          }}
        >
          <Trans>Clear filters</Trans>
        </Button>
      )}
    </>
  );
}

type Draft = Record<"group" | "profitFrom" | "profitTo" | "marginBelow", string>;

/** Group, profit, margin level, owner and team. */
function MoreFilters({ filters, without, onChange }: Required<Omit<LiveFilterBarProps, "feeds" | "inside">>) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  const [draft, setDraft] = useState<Draft>({
    group: filters.group ?? "",
    profitFrom: filters.profitFrom ?? "",
    profitTo: filters.profitTo ?? "",
    marginBelow: filters.marginBelow ?? "",
  });
  const [owner, setOwner] = useState(filters.owner);
  const [team, setTeam] = useState(filters.team);
  const held = [filters.group, filters.profitFrom, filters.profitTo, filters.marginBelow, filters.owner, filters.team];
  const count = held.filter((part) => part !== undefined).length;
  const wrong = (part: keyof Draft, signed: boolean) =>
    draft[part].trim() !== "" && decimalOf(draft[part], signed) === undefined;
  const anyWrong = wrong("profitFrom", true) || wrong("profitTo", true) || wrong("marginBelow", false);
  const apply = (event: FormEvent) => {
    event.preventDefault();
    if (anyWrong) return;
    onChange({
      group: draft.group.trim() || undefined,
      profitFrom: decimalOf(draft.profitFrom, true),
      profitTo: decimalOf(draft.profitTo, true),
      marginBelow: decimalOf(draft.marginBelow),
      owner,
      team,
    });
    setOpened(false);
  };
  const field = (part: keyof Draft, label: string, signed?: boolean) =>
    without.includes(part) ? null : (
      <TextInput
        size="xs"
        label={label}
        value={draft[part]}
        onChange={(event) => setDraft({ ...draft, [part]: event.currentTarget.value })}
        error={signed !== undefined && wrong(part, signed) ? t`Digits, and a point before the decimals.` : undefined}
        dir="ltr"
        autoComplete="off"
        maxLength={part === "group" ? 200 : 24}
        {...(part === "group" ? {} : { inputMode: "decimal" as const })}
      />
    );
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" shadow="md" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconFilter size={14} aria-hidden />}
          onClick={() => setOpened((old) => !old)}
          aria-haspopup="dialog"
          aria-expanded={opened}
        >
          {count > 0 ? <Trans>More filters {count}</Trans> : <Trans>More filters</Trans>}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t`More filters`}>
        <form className={classes.more} onSubmit={apply}>
          {field("group", t`Groups`)}
          {field("marginBelow", t`Margin level below, %`, false)}
          {field("profitFrom", t`Profit from`, true)}
          {field("profitTo", t`Profit to`, true)}
          {!without.includes("owner") && <People owner={owner} team={team} onOwner={setOwner} onTeam={setTeam} />}
          <div className={classes.moreEnd}>
            <Button variant="default" onClick={() => setOpened(false)}>
              <Trans>Cancel</Trans>
            </Button>
            <Button type="submit" disabled={anyWrong}>
              <Trans>Show</Trans>
            </Button>
          </div>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

interface PeopleProps {
  owner: string | undefined;
  team: string | undefined;
  onOwner: (id: string | undefined) => void;
  onTeam: (id: string | undefined) => void;
}

/** Whose clients. Asked for only when the button is pressed. */
function People({ owner, team, onOwner, onTeam }: PeopleProps) {
  const { t } = useLingui();
  const [owners, teams] = [useOptions("owner"), useOptions("team")];
  return (
    <>
      <Select
        size="xs"
        label={t`Owner`}
        placeholder={t`Everybody`}
        data={owners}
        value={owner ?? null}
        onChange={(value) => onOwner(value ?? undefined)}
        searchable
        clearable
        comboboxProps={{ withinPortal: false }}
      />
      <Select
        size="xs"
        label={t`Team`}
        placeholder={t`All teams`}
        data={teams}
        value={team ?? null}
        onChange={(value) => onTeam(value ?? undefined)}
        searchable
        clearable
        comboboxProps={{ withinPortal: false }}
      />
    </>
  );
}
