import { Trans, useLingui } from "@lingui/react/macro";
import { Combobox, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconCheck, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useQuery } from "urql";
import { ReasonTooltip } from "../../../app/rights.tsx";
import { useAction } from "../../../app/useAction.ts";
import type { ClientDetail } from "../documents.ts";
import { AssignableStaffDocument } from "../filter/useOptions.ts";
import { useActionState } from "./allowed.ts";
import { AssignClientDocument } from "./documents.ts";
import classes from "./Fields.module.css";
import { type Entries, entriesOf, entryChanged, idsOf, toggled, useChoice } from "./useChoice.tsx";

/** Colleagues who see the client as their own beside the owner; each click adds or removes one and can be taken back. */
export function ParticipantsField({ client }: { client: ClientDetail }) {
  const { t } = useLingui();
  const state = useActionState(client)("ASSIGN");
  const { run } = useAction(AssignClientDocument, (data) => data.assignClient);
  const [search, setSearch] = useState("");
  const [debounced] = useDebouncedValue(search.trim(), 150);
  const combobox = useCombobox({
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      combobox.focusTarget();
      setSearch("");
    },
  });
  const [{ data, fetching }] = useQuery({
    query: AssignableStaffDocument,
    variables: debounced ? { search: debounced } : {},
    pause: !combobox.dropdownOpened,
  });
  const held = client.profile?.participants ?? [];
  const { choose, dialog } = useChoice<Entries>(client, {
    valuesOf: ({ profile }) => entriesOf(profile?.participants ?? []),
    send: ({ version }, mine) => run({ input: { id: client.id, version, participantIds: idsOf(mine) } }),
    said: (before, mine) => {
      const { id, set } = entryChanged(before, mine);
      const name = [...held, ...(data?.assignableStaff ?? [])].find((each) => each.id === id)?.name ?? "";
      return set ? t`${name} takes part now` : t`${name} takes part no longer`;
    },
    labels: () => t`Participants`,
  });
  const names = held.map((each) => each.name).join(", ");
  if (!state.allowed) {
    return (
      <ReasonTooltip reason={state.reason}>
        <span className={classes.fixed}>{names || "–"}</span>
      </ReasonTooltip>
    );
  }
  const options = (data?.assignableStaff ?? []).filter((each) => each.id !== client.owner?.id);
  const toggle = (id: string) => choose(toggled(entriesOf(held), id));
  return (
    <>
      {names && <span className={classes.fixed}>{names}</span>}
      <Combobox store={combobox} onOptionSubmit={toggle} width={260} position="bottom-start" shadow="md">
        <Combobox.Target targetType="button" withAriaAttributes={false}>
          <button
            type="button"
            className={classes.pillButton}
            onClick={() => combobox.toggleDropdown()}
            aria-haspopup="listbox"
            aria-expanded={combobox.dropdownOpened}
            {...(names ? { "aria-label": t`Change participants` } : {})}
          >
            <IconPlus size={14} aria-hidden />
            {!names && <Trans>Participant</Trans>}
          </button>
        </Combobox.Target>
        <Combobox.Dropdown>
          <Combobox.Search
            role="combobox"
            aria-expanded={combobox.dropdownOpened}
            value={search}
            onChange={(event) => {
              setSearch(event.currentTarget.value);
              combobox.selectFirstOption();
            }}
            placeholder={t`Name`}
            aria-label={t`Find a colleague`}
          />
          <Combobox.Options mah={260} style={{ overflowY: "auto" }} aria-label={t`Colleagues`}>
            {options.map((each) => {
              const takesPart = held.some((other) => other.id === each.id);
              return (
                <Combobox.Option key={each.id} value={each.id} active={takesPart}>
                  <span className={classes.tagOption}>
                    {each.name}
                    {takesPart && <IconCheck size={14} aria-label={t`Takes part`} />}
                  </span>
                </Combobox.Option>
              );
            })}
            {options.length === 0 && (
              <Combobox.Empty>{fetching ? <Trans>Loading…</Trans> : <Trans>Nobody found</Trans>}</Combobox.Empty>
            )}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      {dialog}
    </>
  );
}
