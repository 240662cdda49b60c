import type { ImportField } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Select, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { countryOptions, languageOptions, type Option } from "../../../app/places.ts";
import { useViewer, type Viewer } from "../../../app/viewer.tsx";
import classes from "../Imports.module.css";
import { fieldNames } from "../labels.ts";
import { type FieldInfo, filledBy } from "../mapping.ts";
import type { ImportWork } from "../useImportWork.ts";

/** Fields that identify a person cannot be the same for all. */
const personal: readonly ImportField[] = ["EMAIL", "PHONE", "EXTERNAL_ID", "FULL_NAME", "FIRST_NAME", "LAST_NAME"];

/** Fields that get one value for all rows: where the list comes from, its language. */
export function Constants({ work, fields }: { work: ImportWork; fields: readonly FieldInfo[] }) {
  const { t, i18n } = useLingui();
  const { mapping, change } = work;
  const [adding, setAdding] = useState(false);
  // those that were chosen a moment ago and have no value yet
  const [begun, setBegun] = useState<readonly ImportField[]>([]);
  const held = mapping.constants.map(({ field }) => field);
  const shown = [...held, ...begun.filter((field) => !held.includes(field))];
  const free = fields.filter(
    ({ field }) => !personal.includes(field) && !shown.includes(field) && !filledBy(mapping, field),
  );
  const labelOf = (field: ImportField) => i18n._(fieldNames[field]);
  const put = (field: ImportField, value: string) => {
    const rule = fields.find((each) => each.field === field)?.mayFill ? "ONLY_IF_BLANK" : "KEEP";
    const old = mapping.constants.find((each) => each.field === field);
    const others = mapping.constants.filter((each) => each.field !== field);
    setBegun((fieldsBegun) => [...fieldsBegun.filter((each) => each !== field), field]);
    change({ constants: value.trim() === "" ? others : [...others, { field, value, rule: old?.rule ?? rule }] });
  };
  const remove = (field: ImportField) => {
    setBegun((old) => old.filter((each) => each !== field));
    if (held.includes(field)) change({ constants: mapping.constants.filter((each) => each.field !== field) });
  };
  return (
    <section className={classes.constants} aria-labelledby="import-constants">
      <h3 id="import-constants" className={classes.small}>
        <Trans>The same for all rows</Trans>
      </h3>
      {shown.map((field) => (
        <div key={field} className={classes.constant}>
          <ConstantValue
            field={field}
            label={labelOf(field)}
            maxLength={fields.find((each) => each.field === field)?.maxLength ?? 200}
            value={mapping.constants.find((each) => each.field === field)?.value ?? ""}
            onChange={(next) => put(field, next)}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={28}
            aria-label={t`Remove ${labelOf(field)}`}
            onClick={() => remove(field)}
          >
            <IconX size={15} />
          </ActionIcon>
        </div>
      ))}
      {adding ? (
        <Select
          size="xs"
          className={classes.becomes ?? ""}
          autoFocus
          aria-label={t`Field that is the same for all rows`}
          placeholder={t`Which field?`}
          data={free.map(({ field }) => ({ value: field, label: labelOf(field) }))}
          value={null}
          onChange={(field) => {
            setAdding(false);
            if (field !== null) setBegun((old) => [...old, field as ImportField]);
          }}
          onBlur={() => setAdding(false)}
          searchable
          comboboxProps={{ shadow: "md" }}
        />
      ) : (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setAdding(true)}
          disabled={free.length === 0}
        >
          <Trans>Add a value for all rows</Trans>
        </Button>
      )}
    </section>
  );
}

interface ConstantValueProps {
  field: ImportField;
  label: string;
  maxLength: number;
  value: string;
  onChange: (value: string) => void;
}

function ConstantValue({ field, label, maxLength, value, onChange }: ConstantValueProps) {
  const { viewer } = useViewer();
  const list = optionsOf(field, viewer.broker);
  if (list === undefined) {
    return (
      <TextInput
        size="xs"
        className={classes.becomes ?? ""}
        label={label}
        value={value}
        maxLength={maxLength}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <Select
      size="xs"
      className={classes.becomes ?? ""}
      label={label}
      data={list}
      value={value || null}
      onChange={(next) => onChange(next ?? "")}
      searchable
      comboboxProps={{ shadow: "md" }}
    />
  );
}

const byName = (list: readonly { name: string }[]): Option[] => list.map(({ name }) => ({ value: name, label: name }));

/** What can be chosen for a field; undefined for those that are typed. */
function optionsOf(field: ImportField, broker: Viewer["broker"]): Option[] | undefined {
  switch (field) {
    case "COUNTRY":
    case "NATIONALITY":
      return countryOptions();
    case "LANGUAGE":
      return languageOptions();
    case "SALES_STATUS":
      return byName(broker.salesStatuses);
    case "TAGS":
      return byName(broker.tags);
    default:
      return undefined;
  }
}
