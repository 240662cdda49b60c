import { useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import type { CustomField } from "../../custom-fields/documents.ts";

interface CustomInputProps {
  field: CustomField;
  /** As the server takes it: the id of a choice, `true` or `false`; empty for none. */
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}

/** The input that suits a field's kind. */
export function CustomInput({ field, value, onChange, error }: CustomInputProps) {
  const { t } = useLingui();
  const common = { label: field.label, error, withAsterisk: field.required };
  switch (field.kind) {
    case "CHOICE":
    case "FLAG": {
      const data =
        field.kind === "FLAG"
          ? [
              { value: "true", label: t`Yes` },
              { value: "false", label: t`No` },
            ]
          : field.choices
              .filter((choice) => !choice.retired || choice.id === value)
              .map((choice) => ({ value: choice.id, label: choice.label }));
      return (
        <Select
          {...common}
          data={data}
          value={value || null}
          onChange={(next) => onChange(next ?? "")}
          searchable={data.length > 8}
          clearable={!field.required}
          comboboxProps={{ shadow: "md" }}
        />
      );
    }
    default:
      return (
        <TextInput
          {...common}
          type={field.kind === "DATE" ? "date" : "text"}
          value={value}
          maxLength={500}
          autoComplete="off"
          {...(field.kind === "NUMBER" ? { inputMode: "decimal" as const, dir: "ltr" as const } : {})}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}
