import type { CustomFieldKind } from "@brokerdesk/api";
import { useLingui } from "@lingui/react/macro";
import { Checkbox, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useClient } from "urql";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { useVersioned } from "../common/useVersioned.tsx";
import { Choices } from "./Choices.tsx";
import {
  ChangeCustomFieldDocument,
  CreateCustomFieldDocument,
  type CustomField,
  CustomFieldBookDocument,
} from "./documents.ts";
import { draftOf, type FieldDraft, type FieldValues, fieldDraft, valuesOf } from "./fieldValues.ts";
import { type CustomClass, customClasses, customKinds } from "./labels.ts";

interface FieldDialogProps {
  /** The field to change; none makes a new one. */
  field: CustomField | undefined;
  onClose: () => void;
}

/** Makes a field or changes one. What a field holds, and who reads it, is said once. */
export function FieldDialog({ field, onClose }: FieldDialogProps) {
  const { t, i18n } = useLingui();
  const urql = useClient();
  const [draft, setDraft] = useState(() => fieldDraft(field));
  const [key, setKey] = useState("");
  const [kind, setKind] = useState<CustomFieldKind>(field?.kind ?? "TEXT");
  const [follows, setFollows] = useState<CustomClass>("OPEN");
  const [refused, setRefused] = useState<ActionErrors>([]);
  const create = useAction(CreateCustomFieldDocument, (data) => data.createCustomField);
  const change = useAction(ChangeCustomFieldDocument, (data) => data.changeCustomField);
  const set = (part: Partial<FieldDraft>) => setDraft((old) => ({ ...old, ...part }));
  const { label, required, choices } = draft;
  const saved = () => {
    toast.done(t`Saved`);
    onClose();
  };
  const versioned = (each: CustomField | undefined) => ({
    version: each?.version ?? 0,
    values: valuesOf(fieldDraft(each)),
  });
  const choiceName = (id: string) =>
    field?.choices.find((choice) => choice.id === id)?.label ?? choices.find((choice) => choice.id === id)?.label;
  const form = useVersioned<FieldValues>({
    start: versioned(field),
    send: ({ version }, mine) => {
      const { choices, ...rest } = draftOf(mine);
      const listed = kind === "CHOICE" ? { choices } : {};
      return change.run({ input: { id: field?.id ?? "", version, ...rest, ...listed } });
    },
    latest: async () => {
      const again = urql.query(CustomFieldBookDocument, {}, { requestPolicy: "network-only" });
      const now = (await again.toPromise()).data?.customFields.find(({ id }) => id === field?.id);
      return now && versioned(now);
    },
    onMerged: (mine) => setDraft(draftOf(mine)),
    onSaved: saved,
    labels: (part) => {
      if (part === "label") return t`Label`;
      if (part === "required") return t`Required when staff register a client`;
      if (part === "order") return t`Order of the choices`;
      if (part === "added") return t`New choices`;
      const name = choiceName(part.slice("choice ".length)) ?? "";
      return t`Choice “${name}”`;
    },
    text: (part, value) => {
      if (part === "order") {
        const names = (value as string[]).map(
          (id) => choiceName(id) ?? (id.startsWith("+") ? id.slice(1) : t`a new one`),
        );
        return names.join(", ");
      }
      if (!part.startsWith("choice ") || !value) return undefined;
      const { label, retired } = value as { label: string; retired: boolean };
      return retired ? t`${label}, not in use` : label;
    },
  });
  const errors = field ? form.errors : refused;
  const submit = async () => {
    if (field) return form.save(valuesOf(draft));
    setRefused([]);
    const outcome = await create.run({
      input: {
        label,
        kind,
        required,
        ...(key.trim() ? { key: key.trim() } : {}),
        ...(follows === "OPEN" ? {} : { class: follows }),
        ...(kind === "CHOICE" ? { choices: valuesOf(draft).added } : {}),
      },
    });
    if (!outcome.done) return setRefused(outcome.errors);
    saved();
  };
  if (form.clashing) return form.dialog;
  const listed = (source: typeof customKinds | typeof customClasses) =>
    Object.entries(source).map(([value, name]) => ({ value, label: i18n._(name) }));
  return (
    <FormDialog
      title={field ? t`Edit ${field.label}` : t`New field`}
      verb={field ? t`Save` : t`Make`}
      busy={create.busy || form.busy}
      ready={label.trim() !== ""}
      errors={errors}
      fields={["label", "key", "choices"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextInput
        label={t`Label`}
        value={label}
        maxLength={60}
        error={errorAt(errors, "label")}
        onChange={(event) => set({ label: event.currentTarget.value })}
        data-autofocus
      />
      {!field && (
        <>
          <Select
            label={t`Kind`}
            description={t`It stays as it is for life. Texts are encrypted: a list can ask only whether there is one.`}
            value={kind}
            data={listed(customKinds)}
            allowDeselect={false}
            onChange={(value) => value && setKind(value as CustomFieldKind)}
          />
          <Select
            label={t`Who reads it`}
            description={t`It stays as it is for life, so that the history follows the same rule.`}
            value={follows}
            data={listed(customClasses)}
            allowDeselect={false}
            onChange={(value) => value && setFollows(value as CustomClass)}
          />
          <TextInput
            label={t`Key`}
            description={t`For programs and the history; made of the label when you leave it empty.`}
            dir="ltr"
            value={key}
            maxLength={40}
            error={errorAt(errors, "key")}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
        </>
      )}
      {kind === "CHOICE" && (
        <Choices choices={choices} onChange={(choices) => set({ choices })} error={errorAt(errors, "choices")} />
      )}
      <Checkbox
        label={t`Required when staff register a client`}
        checked={required}
        onChange={(event) => set({ required: event.currentTarget.checked })}
      />
    </FormDialog>
  );
}
