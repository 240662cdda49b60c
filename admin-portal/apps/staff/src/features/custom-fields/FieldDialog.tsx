import type { CustomFieldKind } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Checkbox, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import classes from "./CustomFields.module.css";
import { ChangeCustomFieldDocument, CreateCustomFieldDocument, type CustomField } from "./documents.ts";
import { type CustomClass, customClasses, customKinds } from "./labels.ts";

interface ChoiceDraft {
  /** None for a choice that is not kept yet. */
  id?: string;
  label: string;
  retired: boolean;
}

interface FieldDialogProps {
  /** The field to change; none makes a new one. */
  field: CustomField | undefined;
  onClose: () => void;
}

/** Makes a field or changes one. What a field holds, and who reads it, is said once. */
export function FieldDialog({ field, onClose }: FieldDialogProps) {
  const { t, i18n } = useLingui();
  const [label, setLabel] = useState(field?.label ?? "");
  const [key, setKey] = useState("");
  const [kind, setKind] = useState<CustomFieldKind>(field?.kind ?? "TEXT");
  const [follows, setFollows] = useState<CustomClass>("OPEN");
  const [required, setRequired] = useState(field?.required ?? false);
  const [choices, setChoices] = useState<ChoiceDraft[]>(() => (field?.choices ?? []).map((choice) => ({ ...choice })));
  const [errors, setErrors] = useState<ActionErrors>([]);
  const create = useAction(CreateCustomFieldDocument, (data) => data.createCustomField);
  const change = useAction(ChangeCustomFieldDocument, (data) => data.changeCustomField);
  const submit = async () => {
    const wanted = choices.filter((choice) => choice.id !== undefined || choice.label.trim() !== "");
    const outcome = field
      ? await change.run({
          input: {
            id: field.id,
            version: field.version,
            label,
            required,
            ...(kind === "CHOICE"
              ? { choices: wanted.map(({ id, label, retired }) => ({ label, retired, ...(id ? { id } : {}) })) }
              : {}),
          },
        })
      : await create.run({
          input: {
            label,
            kind,
            required,
            ...(key.trim() ? { key: key.trim() } : {}),
            ...(follows === "OPEN" ? {} : { class: follows }),
            ...(kind === "CHOICE" ? { choices: wanted.map((choice) => choice.label) } : {}),
          },
        });
    if (!outcome.done) return setErrors(outcome.errors);
    toast.done(t`Saved`);
    onClose();
  };
  const listed = (source: typeof customKinds | typeof customClasses) =>
    Object.entries(source).map(([value, name]) => ({ value, label: i18n._(name) }));
  return (
    <FormDialog
      title={field ? t`Edit ${field.label}` : t`New field`}
      verb={field ? t`Save` : t`Make`}
      busy={create.busy || change.busy}
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
        onChange={(event) => setLabel(event.currentTarget.value)}
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
      {kind === "CHOICE" && <Choices choices={choices} onChange={setChoices} error={errorAt(errors, "choices")} />}
      <Checkbox
        label={t`Required when staff register a client`}
        checked={required}
        onChange={(event) => setRequired(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}

interface ChoicesProps {
  choices: readonly ChoiceDraft[];
  onChange: (choices: ChoiceDraft[]) => void;
  error: string | undefined;
}

function Choices({ choices, onChange, error }: ChoicesProps) {
  const { t } = useLingui();
  const set = (at: number, part: Partial<ChoiceDraft>) =>
    onChange(choices.map((choice, place) => (place === at ? { ...choice, ...part } : choice)));
  const move = (at: number, to: number) => {
    const choice = choices[at];
    if (choice) onChange(choices.toSpliced(at, 1).toSpliced(to, 0, choice));
  };
  return (
    <Stack gap="xs" role="group" aria-label={t`Choices`}>
      <Text size="sm" fw={500}>
        <Trans>Choices</Trans>
      </Text>
      {choices.map((choice, at) => {
        const number = at + 1;
        return (
          <div key={choice.id ?? `new ${at}`} className={classes.choice}>
            <TextInput
              className={classes.grow ?? ""}
              size="xs"
              aria-label={t`Choice ${number}`}
              value={choice.label}
              maxLength={60}
              onChange={(event) => set(at, { label: event.currentTarget.value })}
            />
            {choice.id !== undefined && (
              <Checkbox
                size="xs"
                label={t`Not in use`}
                checked={choice.retired}
                onChange={(event) => set(at, { retired: event.currentTarget.checked })}
              />
            )}
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t`Move choice ${number} up`}
              disabled={at === 0}
              onClick={() => move(at, at - 1)}
            >
              <IconArrowUp size={14} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t`Move choice ${number} down`}
              disabled={at === choices.length - 1}
              onClick={() => move(at, at + 1)}
            >
              <IconArrowDown size={14} />
            </ActionIcon>
            {choice.id === undefined && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t`Leave choice ${number} out`}
                onClick={() => onChange(choices.toSpliced(at, 1))}
              >
                <IconX size={14} />
              </ActionIcon>
            )}
          </div>
        );
      })}
      {error && (
        <Text size="xs" c="red" role="alert">
          {error}
        </Text>
      )}
      <Button
        variant="subtle"
        w="max-content"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => onChange([...choices, { label: "", retired: false }])}
      >
        <Trans>Add a choice</Trans>
      </Button>
    </Stack>
  );
}
