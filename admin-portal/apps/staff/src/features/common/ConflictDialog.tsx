import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import classes from "./Conflict.module.css";
import type { FieldConflict } from "./conflict.ts";

interface ConflictDialogProps<V> {
  title: string;
  differences: readonly FieldConflict<V>[];
  /** What is theirs at first. */
  theirsAtFirst: ReadonlySet<keyof V & string>;
  labels: Readonly<Record<keyof V & string, string>>;
  /** A value as a person reads it; the usual words when left out. */
  text?: ((field: keyof V & string, value: unknown) => string | undefined) | undefined;
  busy: boolean;
  onChoose: (keepTheirs: ReadonlySet<keyof V & string>) => void;
  onClose: () => void;
}

/** Somebody saved the record meanwhile: mine or theirs for each field, with what it was before. Nothing typed is lost. */
export function ConflictDialog<V>(props: ConflictDialogProps<V>) {
  const { title, differences, theirsAtFirst, labels, text, busy, onChoose, onClose } = props;
  const { t } = useLingui();
  const [theirs, setTheirs] = useState(theirsAtFirst);
  const choose = (field: keyof V & string, keep: boolean) => {
    const next = new Set(theirs);
    if (keep) next.add(field);
    else next.delete(field);
    setTheirs(next);
  };
  const words = (field: keyof V & string, value: unknown): string => {
    const own = text?.(field, value);
    if (own !== undefined) return own;
    if (value === "" || value === null || value === undefined) return t`empty`;
    if (typeof value === "boolean") return value ? t`yes` : t`no`;
    if (Array.isArray(value)) return value.length === 0 ? t`empty` : value.join(", ");
    return String(value);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // the form below this dialog hears what happens in it
    event.stopPropagation();
    onChoose(theirs);
  };
  return (
    <Modal opened onClose={onClose} title={title} size="lg">
      <form onSubmit={submit}>
        <Text size="sm" mb="md">
          <Trans>While you were editing, a colleague saved other values. Choose for each field what stays.</Trans>
        </Text>
        {differences.map(({ field, original, mine, theirs: other }) => (
          <fieldset key={field} className={classes.field}>
            <legend>{labels[field]}</legend>
            <div className={classes.choices}>
              <label className={classes.choice}>
                <input type="radio" name={field} checked={!theirs.has(field)} onChange={() => choose(field, false)} />
                <span>
                  <span className={classes.whose}>{t`Mine`}</span>
                  {words(field, mine)}
                </span>
              </label>
              <label className={classes.choice}>
                <input type="radio" name={field} checked={theirs.has(field)} onChange={() => choose(field, true)} />
                <span>
                  <span className={classes.whose}>{t`Theirs`}</span>
                  {words(field, other)}
                </span>
              </label>
            </div>
            <Text size="xs" c="dimmed" mt={4}>
              <Trans>Original: {words(field, original)}</Trans>
            </Text>
          </fieldset>
        ))}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            <Trans>Back to the form</Trans>
          </Button>
          <Button type="submit" loading={busy}>
            <Trans>Save</Trans>
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
