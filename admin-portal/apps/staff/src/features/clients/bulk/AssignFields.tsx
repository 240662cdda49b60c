import { useLingui } from "@lingui/react/macro";
import { MultiSelect, Radio, Select, Stack } from "@mantine/core";
import { useQuery } from "urql";
import { usePeople } from "../../imports/decide/usePeople.ts";
import { TeamNamesDocument } from "../filter/useOptions.ts";
import { type AssignTo, type Draft, sharesOut } from "./act.ts";

/** To whom clients are given: to one person, to several in turn, to the people of a team, or to nobody. */
export function AssignFields({ draft, onChange }: { draft: Draft; onChange: (part: Partial<Draft>) => void }) {
  const { t } = useLingui();
  const { people, onSearchChange } = usePeople(draft.owners);
  const [{ data }] = useQuery({ query: TeamNamesDocument, variables: {}, pause: draft.to !== "TEAM" });
  const options = (list: readonly { id: string; name: string }[]) =>
    list.map(({ id, name }) => ({ value: id, label: name }));
  const field = { comboboxProps: { shadow: "md" }, searchable: true, nothingFoundMessage: t`Nobody found` } as const;
  // Enter in a choice takes it: who is content with the one that stands there needs no more
  const choice = (to: AssignTo) => ({ value: to, "data-autofocus": draft.to === to || undefined });
  return (
    <>
      <Radio.Group label={t`They go to`} value={draft.to} onChange={(to) => onChange({ to: to as AssignTo })}>
        <Stack gap="xs" mt="xs">
          <Radio {...choice("PEOPLE")} label={t`One person, or several in turn`} />
          <Radio {...choice("TEAM")} label={t`A team`} description={t`Its active people, in turn.`} />
          <Radio {...choice("NOBODY")} label={t`Nobody`} />
        </Stack>
      </Radio.Group>
      {draft.to === "PEOPLE" && (
        <MultiSelect
          {...field}
          label={t`People, in this order`}
          data={options(people)}
          onSearchChange={onSearchChange}
          value={draft.owners.map(({ id }) => id)}
          onChange={(ids) => onChange({ owners: ids.flatMap((id) => people.filter((each) => each.id === id)) })}
        />
      )}
      {draft.to === "TEAM" && (
        <Select
          {...field}
          label={t`Team`}
          data={options(data?.teams ?? [])}
          value={draft.teamId}
          onChange={(teamId) => onChange({ teamId })}
        />
      )}
      {sharesOut(draft) && (
        <Radio.Group
          label={t`The next client goes to`}
          value={draft.rule}
          onChange={(rule) => onChange({ rule: rule as Draft["rule"] })}
        >
          <Stack gap="xs" mt="xs">
            <Radio
              value="EVENLY"
              label={t`The next person in turn`}
              description={t`Everybody gets as many of these.`}
            />
            <Radio
              value="FEWEST_FIRST"
              label={t`Whoever has the fewest clients`}
              description={t`Those who have many get fewer of these. Archived clients do not count.`}
            />
          </Stack>
        </Radio.Group>
      )}
    </>
  );
}
