import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useQuery } from "urql";
import { WhyClientsDocument, WhyPeopleDocument } from "./documents.ts";
import classes from "./Why.module.css";

interface PickProps {
  value: string | undefined;
  onChange: (id: string | undefined) => void;
}

export function PersonPick({ value, onChange }: PickProps) {
  const { t } = useLingui();
  const [{ data }] = useQuery({ query: WhyPeopleDocument });
  return (
    <Select
      className={classes.pick ?? ""}
      label={t`Colleague`}
      placeholder={t`Name`}
      data={(data?.staffMembers ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      value={value ?? null}
      onChange={(id) => onChange(id ?? undefined)}
      searchable
      comboboxProps={{ shadow: "md" }}
    />
  );
}

interface Known {
  id: string;
  number: string;
  displayName: string;
}

const labelOf = ({ number, displayName }: Known) => `${displayName} · ${number}`;

/** Finds clients within one's own reach, as the search of the list does. */
export function ClientPick({ value, known, onChange }: PickProps & { known: Known | undefined }) {
  const { t } = useLingui();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<Known>();
  const [debounced] = useDebouncedValue(typed.trim(), 150);
  const named = [chosen, known].find((each) => each !== undefined && each.id === value);
  // the text of the choice itself is no search
  const search = named && debounced === labelOf(named) ? "" : debounced;
  const [{ data, fetching }] = useQuery({
    query: WhyClientsDocument,
    variables: search ? { search } : {},
  });
  const found: Known[] = (data?.clients.edges ?? []).map(({ node }) => node);
  const all = named && !found.some(({ id }) => id === named.id) ? [named, ...found] : found;
  return (
    <Select
      className={classes.pick ?? ""}
      label={t`Client`}
      placeholder={t`Name, number or contact`}
      data={all.map((each) => ({ value: each.id, label: labelOf(each) }))}
      value={value ?? null}
      onChange={(id) => {
        setChosen(all.find((each) => each.id === id));
        onChange(id ?? undefined);
      }}
      searchable
      onSearchChange={setTyped}
      filter={({ options }) => options}
      nothingFoundMessage={fetching ? t`Loading…` : t`Nobody found`}
      comboboxProps={{ shadow: "md" }}
    />
  );
}
