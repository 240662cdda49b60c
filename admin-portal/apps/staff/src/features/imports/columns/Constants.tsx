import type { ImportField } from "@brokerdesk/api";
import { t as say } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Select, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { countryOptions, languageOptions, type Option } from "../../../app/places.ts";
import { useViewer, type Viewer } from "../../../app/viewer.tsx";
import classes from "../Imports.module.css";
import { targetName } from "../labels.ts";
import { becoming, type FieldInfo, filledBy, type Target, targetOf, targetOfInfo } from "../mapping.ts";
import type { ImportWork } from "../useImportWork.ts";

/** Fields that identify a person cannot be the same for all. */
const personal: readonly Target[] = ["EMAIL", "PHONE", "EXTERNAL_ID", "FULL_NAME", "FIRST_NAME", "LAST_NAME"];

/** Fields that get one value for all rows: where the list comes from, its language. */
export function Constants({ work, fields }: { work: ImportWork; fields: readonly FieldInfo[] }) {
  const { t, i18n } = useLingui();
  const { mapping, change } = work;
  const [adding, setAdding] = useState(false);
  // those that were chosen a moment ago and have no value yet
  const [begun, setBegun] = useState<readonly Target[]>([]);
  const infoOf = (target: Target) => fields.find((each) => targetOfInfo(each) === target);
  const is = (target: Target) => (each: Parameters<typeof targetOf>[0]) => targetOf(each) === target;
  const held = mapping.constants.flatMap((each) => targetOf(each) ?? []);
  const shown = [...held, ...begun.filter((target) => !held.includes(target))];
  const free = fields
    .map(targetOfInfo)
    .filter((target) => !personal.includes(target) && !shown.includes(target) && !filledBy(mapping, target));
  const labelOf = (target: Target) => targetName(i18n, fields, target);
  const put = (target: Target, value: string) => {
    const old = mapping.constants.find(is(target));
    const rule = old?.rule ?? (infoOf(target)?.mayFill ? "ONLY_IF_BLANK" : "KEEP");
    const others = mapping.constants.filter((each) => !is(target)(each));
    setBegun((fieldsBegun) => [...fieldsBegun.filter((each) => each !== target), target]);
    change({ constants: value.trim() === "" ? others : [...others, { ...becoming(target), value, rule }] });
  };
  const remove = (target: Target) => {
    setBegun((old) => old.filter((each) => each !== target));
    if (held.includes(target)) change({ constants: mapping.constants.filter((each) => !is(target)(each)) });
  };
  return (
    <section className={classes.constants} aria-labelledby="import-constants">
      <h3 id="import-constants" className={classes.small}>
        <Trans>The same for all rows</Trans>
      </h3>
      {shown.map((target) => (
        <div key={target} className={classes.constant}>
          <ConstantValue
            info={infoOf(target)}
            label={labelOf(target)}
            value={mapping.constants.find(is(target))?.value ?? ""}
            onChange={(next) => put(target, next)}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={28}
            aria-label={t`Remove ${labelOf(target)}`}
            onClick={() => remove(target)}
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
          data={free.map((target) => ({ value: target, label: labelOf(target) }))}
          value={null}
          onChange={(target) => {
            setAdding(false);
            if (target !== null) setBegun((old) => [...old, target]);
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
  info: FieldInfo | undefined;
  label: string;
  value: string;
  onChange: (value: string) => void;
}

function ConstantValue({ info, label, value, onChange }: ConstantValueProps) {
  const { viewer } = useViewer();
  const own = info?.customField;
  const list = own ? ownOptions(own) : optionsOf(info?.field, viewer.broker);
  if (list === undefined) {
    return (
      <TextInput
        size="xs"
        className={classes.becomes ?? ""}
        label={label}
        type={own?.kind === "DATE" ? "date" : "text"}
        value={value}
        maxLength={info?.maxLength ?? 200}
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

/** What can be chosen for one of the broker's own fields. */
function ownOptions({ choices, kind }: NonNullable<FieldInfo["customField"]>): Option[] | undefined {
  if (kind === "FLAG") {
    return [
      { value: "yes", label: say`Yes` },
      { value: "no", label: say`No` },
    ];
  }
  if (kind !== "CHOICE") return undefined;
  return choices.flatMap(({ id, label, retired }) => (retired ? [] : [{ value: id, label }]));
}

/** What can be chosen for a field; undefined for those that are typed. */
function optionsOf(field: ImportField | null | undefined, broker: Viewer["broker"]): Option[] | undefined {
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
