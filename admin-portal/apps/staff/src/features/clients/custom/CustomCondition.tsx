import { useLingui } from "@lingui/react/macro";
import { MultiSelect, SegmentedControl, Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { addDays } from "../../../app/days.ts";
import { Loading } from "../../../app/states.tsx";
import type { CustomField } from "../../custom-fields/documents.ts";
import { useCustomBook } from "../../custom-fields/useCustomBook.ts";
import { PeriodSelect } from "../filter/PeriodSelect.tsx";
import { isPeriod } from "../filter/periods.ts";
import type { Condition } from "../filter/tree.ts";
import "../filter/styles.ts";

interface EditorProps {
  condition: Condition;
  onChange: (condition: Condition) => void;
}

/** Asks about one of the broker's own fields, as its kind can answer. */
export function CustomCondition(props: EditorProps) {
  const { known, find } = useCustomBook();
  const field = find(props.condition.custom);
  if (!known) return <Loading />;
  if (!field) return null;
  switch (field.kind) {
    case "TEXT":
      return <KnownEditor {...props} />;
    case "NUMBER":
      return <NumberEditor {...props} />;
    case "DATE":
      return <DateEditor {...props} />;
    case "CHOICE":
      return <ChoiceEditor {...props} field={field} />;
    case "FLAG":
      return <FlagEditor {...props} />;
  }
}

/** The same field, asked anew. */
function fresh({ custom }: Condition, ask: Partial<Condition>): Condition {
  return { field: "custom", ...(custom ? { custom } : {}), ...ask };
}

function KnownEditor({ condition, onChange }: EditorProps) {
  const { t } = useLingui();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t`Comparison`}
      value={condition.how ?? ""}
      onChange={(how) => onChange(fresh(condition, { how: how as "present" | "absent" }))}
      data={[
        { value: "present", label: t`is known` },
        { value: "absent", label: t`is not known` },
      ]}
    />
  );
}

type NumberWay = "is" | "above" | "below" | "between" | "present" | "absent";

function wayOf({ min, max, above, below, how }: Condition): NumberWay {
  if (how === "present" || how === "absent") return how;
  if (above !== undefined) return "above";
  if (below !== undefined) return "below";
  return min !== undefined && max !== undefined && min !== max ? "between" : "is";
}

const isNumber = (text: string) => /^-?\d{1,12}(\.\d{1,6})?$/.test(text);

function NumberEditor({ condition, onChange }: EditorProps) {
  const { t } = useLingui();
  const [way, setWay] = useState(() => wayOf(condition));
  const { min, max, above, below } = condition;
  const [texts, setTexts] = useState({ first: above ?? below ?? min ?? "", last: max ?? "" });
  const typed = way !== "present" && way !== "absent";
  // half a number is not asked for
  const ask = (next: NumberWay, { first, last }: typeof texts) => {
    setWay(next);
    setTexts({ first, last });
    const whole = (part: "min" | "max" | "above" | "below", text: string) => (isNumber(text) ? { [part]: text } : {});
    if (next === "present" || next === "absent") return onChange(fresh(condition, { how: next }));
    if (next === "above" || next === "below") return onChange(fresh(condition, whole(next, first)));
    onChange(fresh(condition, { ...whole("min", first), ...whole("max", next === "is" ? first : last) }));
  };
  const input = (label: string, part: keyof typeof texts) => (
    <TextInput
      size="xs"
      dir="ltr"
      inputMode="decimal"
      aria-label={label}
      value={texts[part]}
      error={texts[part] !== "" && !isNumber(texts[part]) ? t`Write a number such as 12.5` : undefined}
      onChange={(event) => ask(way, { ...texts, [part]: event.currentTarget.value.trim() })}
    />
  );
  return (
    <Stack gap="xs">
      <Select
        size="xs"
        aria-label={t`Comparison`}
        data={[
          { value: "is", label: t`is exactly` },
          { value: "above", label: t`is more than` },
          { value: "below", label: t`is less than` },
          { value: "between", label: t`is between` },
          { value: "present", label: t`is known` },
          { value: "absent", label: t`is not known` },
        ]}
        value={way}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
        onChange={(next) => ask((next ?? "is") as NumberWay, texts)}
      />
      {typed && input(way === "between" ? t`From` : t`Number`, "first")}
      {way === "between" && input(t`To`, "last")}
    </Stack>
  );
}

function DateEditor({ condition, onChange }: EditorProps) {
  const { t } = useLingui();
  const { period, how, dayFrom, dayBefore } = condition;
  const asked = how ?? period ?? "";
  const set = (part: "dayFrom" | "dayBefore", value: string) => {
    const next = { ...condition };
    if (value) next[part] = value;
    else delete next[part];
    onChange(next);
  };
  return (
    <Stack gap="xs">
      <PeriodSelect
        value={asked}
        more={[
          { value: "present", label: t`is known` },
          { value: "absent", label: t`is not known` },
        ]}
        onChange={(next) => {
          if (isPeriod(next)) return onChange(fresh(condition, { period: next }));
          onChange(fresh(condition, next === "present" || next === "absent" ? { how: next } : {}));
        }}
      />
      {asked === "" && (
        <>
          <TextInput
            size="xs"
            type="date"
            label={t`From`}
            value={dayFrom ?? ""}
            onChange={(event) => set("dayFrom", event.currentTarget.value)}
          />
          <TextInput
            size="xs"
            type="date"
            label={t`Until, this day included`}
            value={dayBefore ? addDays(dayBefore, -1) : ""}
            onChange={({ currentTarget: { value } }) => set("dayBefore", value && addDays(value, 1))}
          />
        </>
      )}
    </Stack>
  );
}

function ChoiceEditor({ condition, onChange, field }: EditorProps & { field: CustomField }) {
  const { t } = useLingui();
  const way = condition.how ?? (condition.not ? "not" : "is");
  const values = condition.values ?? [];
  return (
    <Stack gap="xs">
      <Select
        size="xs"
        aria-label={t`Comparison`}
        data={[
          { value: "is", label: t`is one of` },
          { value: "not", label: t`is none of` },
          { value: "present", label: t`is known` },
          { value: "absent", label: t`is not known` },
        ]}
        value={way}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
        onChange={(next) => {
          if (next === "present" || next === "absent") return onChange(fresh(condition, { how: next }));
          onChange(fresh(condition, { values, ...(next === "not" ? { not: true } : {}) }));
        }}
      />
      {condition.how === undefined && (
        <MultiSelect
          size="xs"
          aria-label={field.label}
          data={field.choices.map(({ id, label }) => ({ value: id, label }))}
          value={values}
          searchable
          placeholder={values.length > 0 ? "" : t`Choose…`}
          comboboxProps={{ withinPortal: false }}
          onChange={(next) => onChange({ ...condition, values: next })}
        />
      )}
    </Stack>
  );
}

function FlagEditor({ condition, onChange }: EditorProps) {
  const { t } = useLingui();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t`Comparison`}
      value={condition.how ?? (condition.on === undefined ? "" : String(condition.on))}
      onChange={(next) => onChange(fresh(condition, next === "absent" ? { how: next } : { on: next === "true" }))}
      data={[
        { value: "true", label: t`Yes` },
        { value: "false", label: t`No` },
        { value: "absent", label: t`Not known` },
      ]}
    />
  );
}
