import type { ImportAssignMode } from "@brokerdesk/api";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { MultiSelect, Radio, Select, Stack } from "@mantine/core";
import { useQuery } from "urql";
import { count } from "../../../app/format.ts";
import { TeamNamesDocument } from "../../clients/filter/useOptions.ts";
import { useKept } from "../../common/useKept.ts";
import { gapText } from "../gapText.ts";
import classes from "../Imports.module.css";
import { type Named, ownerGapOf, sharesOf } from "../mapping.ts";
import { Saved, StepFrame, type StepProps } from "../StepFrame.tsx";
import { usePeople, withHeld } from "./usePeople.ts";

/** Who works the new clients. Clients who are there already keep their owner. */
export function OwnersStep({ work, goTo }: StepProps) {
  const { t } = useLingui();
  const { change, found, mapping } = work;
  const { mode, owners, team } = mapping.assignment;
  const { people, onSearchChange } = usePeople(owners);
  const [{ data: teamData }] = useQuery({ query: TeamNamesDocument, pause: mode !== "TEAM" });
  const counts = useKept(found.counts ?? undefined, found.id);
  const assign = (part: Partial<typeof mapping.assignment>) =>
    change({ assignment: { ...mapping.assignment, ...part } });
  const teams = withHeld(teamData?.teams ?? [], team ? [team] : []);
  const options = (list: readonly Named[]) => list.map(({ id, name }) => ({ value: id, label: name }));
  const pick = (ids: readonly string[]) => people.filter(({ id }) => ids.includes(id));
  const gap = ownerGapOf(mapping);
  const field = { comboboxProps: { shadow: "md" }, searchable: true, className: classes.who ?? "" } as const;
  return (
    <StepFrame
      title={t`Who gets the new clients?`}
      about={
        counts && (
          <>
            <Plural
              value={counts.create}
              one="By the last check, # client is new."
              other="By the last check, # clients are new."
            />{" "}
            <Trans>Those who are there already keep their owner.</Trans>
          </>
        )
      }
      errors={work.errors}
      onBack={() => goTo("duplicates")}
      onNext={() => goTo("import")}
      next={<Trans>See what the import would do</Trans>}
      reason={gapText(gap)}
      aside={<Saved work={work} />}
    >
      <Radio.Group
        label={t`They go to`}
        value={mode}
        onChange={(value) =>
          assign({ mode: value as ImportAssignMode, ...(value === "AGENT" ? { owners: owners.slice(0, 1) } : {}) })
        }
      >
        <Stack gap="xs" className={classes.stack ?? ""}>
          <Radio value="NOBODY" label={t`Nobody yet`} description={t`They wait among the clients without an owner.`} />
          <Radio value="AGENT" label={t`One person`} />
          <Radio value="ROUND_ROBIN" label={t`Several people, in turn`} />
          <Radio value="TEAM" label={t`A team`} description={t`Its active people, in turn.`} />
        </Stack>
      </Radio.Group>
      {mode === "AGENT" && (
        <Select
          {...field}
          label={t`Person`}
          data={options(people)}
          onSearchChange={onSearchChange}
          value={owners[0]?.id ?? null}
          onChange={(id) => assign({ owners: pick(id === null ? [] : [id]) })}
          nothingFoundMessage={t`Nobody found`}
        />
      )}
      {mode === "ROUND_ROBIN" && (
        <>
          <MultiSelect
            {...field}
            label={t`People, in this order`}
            data={options(people)}
            onSearchChange={onSearchChange}
            value={owners.map(({ id }) => id)}
            onChange={(ids) => assign({ owners: ids.flatMap((id) => pick([id])) })}
            nothingFoundMessage={t`Nobody found`}
          />
          {counts && owners.length > 1 && <Shares owners={owners} total={counts.create} />}
        </>
      )}
      {mode === "TEAM" && (
        <Select
          {...field}
          label={t`Team`}
          data={options(teams)}
          value={team?.id ?? null}
          onChange={(id) => assign({ team: teams.find((each) => each.id === id) ?? null })}
          nothingFoundMessage={t`No such team`}
        />
      )}
    </StepFrame>
  );
}

function Shares({ owners, total }: { owners: readonly Named[]; total: number }) {
  const { t } = useLingui();
  const shares = sharesOf(total, owners.length);
  return (
    <ul className={classes.shares} aria-label={t`How many each would get`}>
      {owners.map(({ id, name }, at) => (
        <li key={id}>
          {name} <b>{count(shares[at] ?? 0, false)}</b>
        </li>
      ))}
    </ul>
  );
}
