import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, Text } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import classes from "./Conflict.module.css";
import type { FieldConflict } from "./conflict.ts";
import type { FieldLabels } from "./useVersioned.tsx";

interface ConflictDialogProps<V> {
  title: string;
  differences: readonly FieldConflict<V>[];
  /** What is theirs at first. */
  theirsAtFirst: ReadonlySet<keyof V & string>;
  labels: FieldLabels<V>;
  /** A value as a person reads it; the usual words when left out. */
  text?: ((field: keyof V & string, value: unknown) => ReactNode) | undefined;
  /** It was picked, not typed: mine is set, or theirs stays. */
  picked: boolean;
  /** The form shows what was chosen before it is saved. */
  lookAgain: boolean;
  busy: boolean;
  onChoose: (keepTheirs: ReadonlySet<keyof V & string>) => void;
  onClose: () => void;
}

/** Somebody saved the record meanwhile: mine or theirs for each field, with what it was before. Nothing typed is lost. */
export function ConflictDialog<V>(props: ConflictDialogProps<V>) {
  const { title, differences, theirsAtFirst, labels, text, picked, lookAgain, busy, onChoose, onClose } = props;
  const { t } = useLingui();
  const [theirs, setTheirs] = useState(theirsAtFirst);
  const choose = (field: keyof V & string, keep: boolean) => {
    const next = new Set(theirs);
    if (keep) next.add(field);
    else next.delete(field);
    setTheirs(next);
  };
  const words = (field: keyof V & string, value: unknown): ReactNode => {
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
  const side = (difference: FieldConflict<V>, whose: "mine" | "theirs") => {
    const { field } = difference;
    const isTheirs = whose === "theirs";
    const said = (
      <span>
        <span className={classes.whose}>{isTheirs ? t`Theirs` : t`Mine`}</span>
        {words(field, difference[whose])}
      </span>
    );
    if (picked) return <div className={classes.choice}>{said}</div>;
    return (
      <label className={classes.choice}>
        <input
          type="radio"
          name={field}
          checked={theirs.has(field) === isTheirs}
          onChange={() => choose(field, isTheirs)}
        />
        {said}
      </label>
    );
  };
  return (
    <Modal opened onClose={onClose} title={title} size="lg">
      <form onSubmit={submit}>
        <Text size="sm" mb="md">
          {picked ? (
            <Trans>While you were choosing, a colleague chose something else. Nothing of yours is set yet.</Trans>
          ) : (
            <Trans>While you were editing, a colleague saved other values. Choose for each field what stays.</Trans>
          )}
        </Text>
        {differences.map((difference) => (
          <fieldset key={difference.field} className={classes.field}>
            <legend>{typeof labels === "function" ? labels(difference.field) : labels[difference.field]}</legend>
            <div className={classes.choices}>
              {side(difference, "mine")}
              {side(difference, "theirs")}
            </div>
            <Text size="xs" c="dimmed" mt={4}>
              <Trans>Original: {words(difference.field, difference.original)}</Trans>
            </Text>
          </fieldset>
        ))}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {picked ? <Trans>Keep theirs</Trans> : <Trans>Back to the form</Trans>}
          </Button>
          <Button type="submit" loading={busy}>
            {picked ? <Trans>Set mine</Trans> : lookAgain ? <Trans>Take into the form</Trans> : <Trans>Save</Trans>}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
