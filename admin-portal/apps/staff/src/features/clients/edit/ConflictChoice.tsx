import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { countryName, dateTime, languageName } from "../../../app/format.ts";
import { useViewer } from "../../../app/viewer.tsx";
import { useCustomBook } from "../../custom-fields/useCustomBook.ts";
import { clientStatuses, riskLevels } from "../labels.ts";
import classes from "./Edit.module.css";
import type { EditField, EditValues, FieldConflict } from "./editModel.ts";
import { useFieldLabels } from "./useFieldLabels.ts";

interface ConflictChoiceProps {
  conflicts: readonly FieldConflict[];
  busy: boolean;
  onChoose: (keepTheirs: ReadonlySet<EditField>) => void;
  onCancel: () => void;
}

/** A value of the form as a person reads it. */
function useValueText() {
  const { t, i18n } = useLingui();
  const { viewer } = useViewer();
  const { find } = useCustomBook();
  return (field: EditField, value: string | boolean | undefined): string => {
    if (value === "" || value === undefined) return t`empty`;
    if (typeof value === "boolean") return value ? t`yes` : t`no`;
    const own = find(field);
    if (own?.kind === "FLAG") return value === "true" ? t`yes` : t`no`;
    if (own) return own.choices.find((choice) => choice.id === value)?.label ?? value;
    switch (field) {
      case "country":
      case "nationality":
        return countryName(value);
      case "language":
        return languageName(value);
      case "nextFollowUpAt":
        return dateTime(value);
      case "status":
        return i18n._(clientStatuses[value as EditValues["status"]].text);
      case "riskLevel":
        return i18n._(riskLevels[value as EditValues["riskLevel"]].text);
      case "retentionStatusId":
        return viewer.broker.retentionStatuses.find((status) => status.id === value)?.name ?? value;
      default:
        return value;
    }
  };
}

/** Both changed the same field: mine or theirs, with what it was before. */
export function ConflictChoice({ conflicts, busy, onChoose, onCancel }: ConflictChoiceProps) {
  const { t } = useLingui();
  const labels = useFieldLabels();
  const valueText = useValueText();
  const [theirs, setTheirs] = useState<ReadonlySet<EditField>>(new Set());
  const choose = (field: EditField, keep: boolean) => {
    const next = new Set(theirs);
    if (keep) next.add(field);
    else next.delete(field);
    setTheirs(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChoose(theirs);
  };
  return (
    <form onSubmit={submit}>
      <Text size="sm" mb="md">
        <Trans>
          While you were editing, a colleague saved other values. Choose for each field; your other changes are kept.
        </Trans>
      </Text>
      {conflicts.map(({ field, original, mine, theirs: other }) => (
        <fieldset key={field} className={classes.conflict}>
          <legend>{labels[field]}</legend>
          <div className={classes.choices}>
            <label className={classes.choice}>
              <input type="radio" name={field} checked={!theirs.has(field)} onChange={() => choose(field, false)} />
              <span>
                <span className={classes.whose}>{t`Mine`}</span>
                {valueText(field, mine)}
              </span>
            </label>
            <label className={classes.choice}>
              <input type="radio" name={field} checked={theirs.has(field)} onChange={() => choose(field, true)} />
              <span>
                <span className={classes.whose}>{t`Theirs`}</span>
                {valueText(field, other)}
              </span>
            </label>
          </div>
          <Text size="xs" c="dimmed" mt={4}>
            <Trans>Original: {valueText(field, original)}</Trans>
          </Text>
        </fieldset>
      ))}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          <Trans>Give up my changes</Trans>
        </Button>
        <Button type="submit" loading={busy}>
          <Trans>Save</Trans>
        </Button>
      </Group>
    </form>
  );
}
