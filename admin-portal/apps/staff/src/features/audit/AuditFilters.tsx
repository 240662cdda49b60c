import { Trans, useLingui } from "@lingui/react/macro";
import { Button, MultiSelect, Select, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "urql";
import { useViewer } from "../../app/viewer.tsx";
import { tableClasses } from "../common/Table.tsx";
import classes from "./Audit.module.css";
import { AuditActorsDocument, AuditChoicesDocument } from "./documents.ts";
import { targetKindName } from "./labels.ts";
import { type AuditView, parseActions, writeActions } from "./view.ts";

interface AuditFiltersProps {
  view: AuditView;
  onChange: (change: AuditView) => void;
  onClear: () => void;
}

export function AuditFilters({ view, onChange, onClear }: AuditFiltersProps) {
  const { t } = useLingui();
  const { viewer, can } = useViewer();
  const [{ data: choices }] = useQuery({ query: AuditChoicesDocument });
  const [{ data: actors }] = useQuery({ query: AuditActorsDocument, pause: !can("staff.view") });
  const people = actors?.staffMembers ?? [{ id: viewer.staff.id, name: viewer.staff.name }];
  const options = withChosen(
    people.map(({ id, name }) => ({ value: id, label: name })),
    view.actor,
  );
  const groups = Map.groupBy(choices?.auditActions ?? [], ({ action }) => action.split(".")[0] ?? "");
  const actions = [...groups].map(([noun, entries]) => ({
    group: targetKindName(noun),
    items: entries.map(({ action, title }) => ({ value: action, label: title })),
  }));
  return (
    <div className={classes.filters} role="search" aria-label={t`Filter events`}>
      <Select
        className={classes.filter ?? ""}
        size="xs"
        aria-label={t`Who`}
        placeholder={t`Anybody`}
        data={options}
        value={view.actor ?? null}
        onChange={(actor) => onChange({ actor: actor ?? undefined })}
        searchable
        clearable
        comboboxProps={{ shadow: "md" }}
      />
      <MultiSelect
        className={classes.actions ?? ""}
        size="xs"
        aria-label={t`What`}
        placeholder={view.action ? "" : t`Any event`}
        data={actions}
        value={parseActions(view.action)}
        onChange={(chosen) => onChange({ action: writeActions(chosen) })}
        searchable
        clearable
        hidePickedOptions
        maxDropdownHeight={360}
        comboboxProps={{ shadow: "md" }}
      />
      <Select
        className={classes.filter ?? ""}
        size="xs"
        aria-label={t`Outcome`}
        placeholder={t`Done and refused`}
        data={[
          { value: "no", label: t`Done` },
          { value: "yes", label: t`Refused` },
        ]}
        value={view.refused ?? null}
        onChange={(refused) => onChange({ refused: (refused as AuditView["refused"]) ?? undefined })}
        clearable
        comboboxProps={{ shadow: "md" }}
      />
      <TextInput
        size="xs"
        type="date"
        aria-label={t`From day`}
        value={view.from ?? ""}
        max={view.to}
        onChange={(event) => onChange({ from: event.currentTarget.value || undefined })}
      />
      <TextInput
        size="xs"
        type="date"
        aria-label={t`To day, included`}
        value={view.to ?? ""}
        min={view.from}
        onChange={(event) => onChange({ to: event.currentTarget.value || undefined })}
      />
      {view.target && (
        <Button
          variant="light"
          rightSection={<IconX size={13} aria-hidden />}
          onClick={() => onChange({ target: undefined })}
          aria-label={t`Remove the filter: one record only`}
        >
          <Trans>One record only</Trans>
        </Button>
      )}
      <span className={tableClasses.spacer} />
      {Object.keys(view).length > 0 && (
        <Button variant="subtle" onClick={onClear}>
          <Trans>Clear filters</Trans>
        </Button>
      )}
    </div>
  );
}

/** A chosen id that the list does not hold, such as a key's or a left colleague's, stays visible. */
function withChosen(options: { value: string; label: string }[], chosen: string | undefined) {
  if (!chosen || options.some(({ value }) => value === chosen)) return options;
  return [{ value: chosen, label: chosen }, ...options];
}
