import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Combobox, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import { useQuery } from "urql";
import { ReasonTooltip } from "../../../app/rights.tsx";
import { useShortcut } from "../../../app/shortcuts.tsx";
import { useAction } from "../../../app/useAction.ts";
import type { ClientDetail } from "../documents.ts";
import { AssignableStaffDocument } from "../filter/useOptions.ts";
import { useActionState } from "./allowed.ts";
import { AssignClientDocument } from "./documents.ts";
import classes from "./Fields.module.css";
import { useChoice } from "./useChoice.tsx";

const nobody = "nobody";

interface Person {
  id: string;
  name: string;
}

const personOf = ({ id, name }: Person): Person => ({ id, name });

/** Who works this client; another choice assigns at once and can be taken back. */
export function OwnerField({ client }: { client: ClientDetail }) {
  const { t } = useLingui();
  const state = useActionState(client)("ASSIGN");
  const { run } = useAction(AssignClientDocument, (data) => data.assignClient);
  const { choose: assign, dialog } = useChoice<{ owner: Person | null }>(client, {
    valuesOf: ({ owner }) => ({ owner: owner ? personOf(owner) : null }),
    send: ({ version }, mine) => run({ input: { id: client.id, version, ownerId: mine.owner?.id ?? null } }),
    said: (_, { owner }) => {
      const name = owner?.name;
      return name ? t`${client.displayName} now belongs to ${name}` : t`${client.displayName} has no owner now`;
    },
    labels: { owner: t`Owner` },
    text: (_, value) => (value as Person | null)?.name ?? t`Nobody`,
  });
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
  useShortcut(
    "a",
    { label: t`Assign to somebody`, group: t`Client` },
    state.allowed ? () => combobox.openDropdown() : undefined,
  );
  const choose = (value: string) => {
    combobox.closeDropdown();
    const ownerId = value === nobody ? null : value;
    if (ownerId === (client.owner?.id ?? null)) return;
    const found = data?.assignableStaff.find((each) => each.id === ownerId);
    assign({ owner: found ? personOf(found) : null });
  };
  const label = client.owner?.name ?? t`Nobody`;
  if (!state.allowed) {
    return (
      <ReasonTooltip reason={state.reason}>
        <span className={classes.fixed}>{label}</span>
      </ReasonTooltip>
    );
  }
  const options = data?.assignableStaff ?? [];
  return (
    <>
      <Combobox store={combobox} onOptionSubmit={choose} width={260} position="bottom-start" shadow="md">
        <Combobox.Target targetType="button" withAriaAttributes={false}>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            className={classes.value ?? ""}
            rightSection={<IconChevronDown size={13} aria-hidden />}
            onClick={() => combobox.toggleDropdown()}
            aria-haspopup="listbox"
            aria-expanded={combobox.dropdownOpened}
            aria-label={t`Owner: ${label}. Change`}
          >
            {label}
          </Button>
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
            {options.map((each) => (
              <Combobox.Option key={each.id} value={each.id} active={each.id === client.owner?.id}>
                {each.name}
              </Combobox.Option>
            ))}
            {client.owner && !search && (
              <Combobox.Option value={nobody}>
                <Trans>Nobody</Trans>
              </Combobox.Option>
            )}
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
