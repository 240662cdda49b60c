import { useLingui } from "@lingui/react/macro";
import { Checkbox, MultiSelect, SegmentedControl, Select, Stack, TagsInput, TextInput } from "@mantine/core";
import { useEffect, useReducer } from "react";
import { addDays, clockAt, parseDay, readerZone, startOfDay } from "../../../app/days.ts";
import { CustomCondition } from "../custom/CustomCondition.tsx";
import { fieldOf } from "./fields.ts";
import { PeriodSelect } from "./PeriodSelect.tsx";
import { isPeriod } from "./periods.ts";
import type { Condition, ContactHow } from "./tree.ts";
import { useOptions } from "./useOptions.ts";
import "./styles.ts";

interface EditorProps {
  condition: Condition;
  onChange: (condition: Condition) => void;
  autoFocus?: boolean;
}

/** The editor that suits the field's kind. */
export default function ConditionEditor(props: EditorProps) {
  switch (fieldOf(props.condition.field).kind) {
    case "id":
    case "choice":
    case "text":
      return <ValuesEditor {...props} />;
    case "time":
      return <TimeEditor {...props} />;
    case "contact":
      return <ContactEditor {...props} />;
    case "flag":
      return <FlagEditor {...props} />;
    case "custom":
      return <CustomCondition {...props} />;
  }
}

function NotSet({ condition, onChange }: EditorProps) {
  const { t } = useLingui();
  if (!fieldOf(condition.field).nullable) return null;
  return (
    <Checkbox
      size="xs"
      label={t`Not set`}
      checked={condition.empty ?? false}
      onChange={(event) =>
        onChange({ field: condition.field, ...(event.currentTarget.checked ? { empty: true } : {}) })
      }
    />
  );
}

/** Draws once more. A field that opens its list at once was drawn before the kit had named the list. */
function useSecondDrawing() {
  const [, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const frame = requestAnimationFrame(again);
    return () => cancelAnimationFrame(frame);
  }, []);
}

function ValuesEditor(props: EditorProps) {
  const { t, i18n } = useLingui();
  useSecondDrawing();
  const { condition, onChange, autoFocus } = props;
  const options = useOptions(condition.field);
  const label = i18n._(fieldOf(condition.field).label);
  const values = condition.values ?? [];
  const change = (next: string[]) => onChange({ ...condition, values: next });
  const common = {
    "aria-label": label,
    size: "xs" as const,
    value: values,
    onChange: change,
    disabled: condition.empty ?? false,
    comboboxProps: { withinPortal: false },
    autoFocus: autoFocus ?? false,
  };
  return (
    <Stack gap="xs">
      <SegmentedControl
        size="xs"
        aria-label={t`Comparison`}
        value={condition.not ? "not" : "is"}
        onChange={(how) => {
          const { not: _, ...rest } = condition;
          onChange(how === "not" ? { ...rest, not: true } : rest);
        }}
        data={[
          { value: "is", label: t`is one of` },
          { value: "not", label: t`is none of` },
        ]}
      />
      {options.length > 0 ? (
        <MultiSelect
          {...common}
          data={options}
          searchable
          placeholder={values.length > 0 ? "" : t`Choose…`}
          maxDropdownHeight={240}
        />
      ) : (
        <TagsInput {...common} placeholder={values.length > 0 ? "" : t`Type and press Enter`} />
      )}
      <NotSet {...props} />
    </Stack>
  );
}

/** The day as the browser's date field writes it, in the reader's zone. */
function dayOf(at: string | undefined): string {
  return at === undefined ? "" : clockAt(at, readerZone()).slice(0, 10);
}

/** Start of a day, some days later: "until the 5th" means before the 6th. */
function startOf(typed: string, plusDays = 0): string | undefined {
  const day = parseDay(typed);
  return day && startOfDay(addDays(day, plusDays), readerZone());
}

function TimeEditor(props: EditorProps) {
  const { t } = useLingui();
  const { condition, onChange, autoFocus } = props;
  const dated = !condition.empty && condition.period === undefined;
  const until = condition.before ? dayOf(new Date(Date.parse(condition.before) - 1).toISOString()) : "";
  const set = (part: "from" | "before", value: string | undefined) => {
    const next = { ...condition };
    if (value) next[part] = value;
    else delete next[part];
    onChange(next);
  };
  return (
    <Stack gap="xs">
      <PeriodSelect
        value={condition.period ?? ""}
        disabled={condition.empty ?? false}
        onChange={(period) => onChange({ field: condition.field, ...(isPeriod(period) ? { period } : {}) })}
      />
      <TextInput
        size="xs"
        type="date"
        label={t`From`}
        value={dayOf(condition.from)}
        disabled={!dated}
        onChange={(event) => set("from", startOf(event.currentTarget.value))}
        autoFocus={autoFocus ?? false}
      />
      <TextInput
        size="xs"
        type="date"
        label={t`Until, this day included`}
        value={until}
        disabled={!dated}
        onChange={(event) => set("before", startOf(event.currentTarget.value, 1))}
      />
      <NotSet {...props} />
    </Stack>
  );
}

function ContactEditor({ condition, onChange, autoFocus }: EditorProps) {
  const { t } = useLingui();
  const email = condition.field === "email";
  const how = condition.how ?? "equals";
  const ways: { value: ContactHow; label: string }[] = [
    { value: "equals", label: t`is exactly` },
    email
      ? { value: "domain", label: t`is at the domain` }
      : { value: "lastFour", label: t`ends with the four digits` },
    { value: "present", label: t`is known` },
    { value: "absent", label: t`is not known` },
  ];
  const typed = how !== "present" && how !== "absent";
  return (
    <Stack gap="xs">
      <Select
        size="xs"
        aria-label={t`Comparison`}
        data={ways}
        value={how}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
        onChange={(next) => onChange({ ...condition, how: (next ?? "equals") as ContactHow })}
      />
      {typed && (
        <TextInput
          size="xs"
          dir="ltr"
          aria-label={email ? t`E-mail` : t`Phone`}
          placeholder={
            how === "domain" ? "example.com" : how === "lastFour" ? "0000" : email ? "name@example.com" : "+35799000000"
          }
          value={condition.text ?? ""}
          onChange={(event) => onChange({ ...condition, how, text: event.currentTarget.value })}
          autoFocus={autoFocus ?? false}
        />
      )}
    </Stack>
  );
}

function FlagEditor({ condition, onChange }: EditorProps) {
  const { t, i18n } = useLingui();
  const archive = condition.field === "archived";
  return (
    <SegmentedControl
      size="xs"
      aria-label={i18n._(fieldOf(condition.field).label)}
      value={condition.on === undefined ? "" : String(condition.on)}
      onChange={(value) => onChange({ ...condition, on: value === "true" })}
      data={[
        { value: "true", label: archive ? t`Only archived` : t`Yes` },
        { value: "false", label: archive ? t`Not archived` : t`No` },
      ]}
    />
  );
}
