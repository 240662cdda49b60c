import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { toast } from "../../app/toasts.tsx";
import type { ActionErrors, Outcome } from "../../app/useAction.ts";
import { ConflictDialog } from "./ConflictDialog.tsx";
import { changedFields, differences, type FieldConflict, merged, theirsAtFirst } from "./conflict.ts";

/** A record as a form holds it, at the version that was read. */
export interface Versioned<V> {
  version: number;
  values: V;
}

interface VersionedForm<V> {
  /** What the form was opened with. */
  start: Versioned<V>;
  /** Sends the form over a record that was read. */
  send: (from: Versioned<V>, mine: V) => Promise<Outcome<unknown>>;
  /** Reads the record as it stands now; nothing when it is gone. */
  latest: () => Promise<Versioned<V> | undefined>;
  /** What the form holds from now on. */
  onMerged: (mine: V) => void;
  onSaved: () => void;
  labels: Readonly<Record<keyof V & string, string>>;
  text?: (field: keyof V & string, value: unknown) => string | undefined;
  title?: string;
  /** Whether something outside of the values is to be saved as well. */
  more?: boolean;
}

interface Clash<V> {
  now: Versioned<V>;
  mine: V;
  fields: FieldConflict<V>[];
}

/**
 * Saves a form over a record that others change too. What only one of us changed is merged by itself; what both changed is asked
 * for, field by field, and saved over the new version.
 */
export function useVersioned<V extends object>(form: VersionedForm<V>) {
  const { t } = useLingui();
  const [base, setBase] = useState(form.start);
  const [clash, setClash] = useState<Clash<V>>();
  const [errors, setErrors] = useState<ActionErrors>([]);
  const [busy, setBusy] = useState(false);

  const send = async (from: Versioned<V>, mine: V): Promise<void> => {
    const outcome = await form.send(from, mine);
    if (outcome.done) {
      setClash(undefined);
      form.onSaved();
      return;
    }
    if (!outcome.errors.some((error) => error.code === "conflict")) {
      setClash(undefined);
      setErrors(outcome.errors);
      return;
    }
    const now = await form.latest();
    if (now === undefined || now.version === from.version) {
      setErrors(outcome.errors);
      return;
    }
    const fields = differences(from.values, mine, now.values);
    setBase(from);
    if (fields.some(({ both }) => both)) setClash({ now, mine, fields });
    else await settle(now, mine, theirsAtFirst(from.values, mine, now.values));
  };

  const settle = async (now: Versioned<V>, mine: V, keepTheirs: ReadonlySet<keyof V & string>): Promise<void> => {
    const values = merged(mine, now.values, keepTheirs);
    setBase(now);
    setClash(undefined);
    form.onMerged(values);
    if (changedFields(now.values, values).length === 0 && form.more !== true) {
      toast.done(t`Nothing left to save: the record already says so.`);
      form.onSaved();
      return;
    }
    await send(now, values);
  };

  const during = async (work: Promise<void>) => {
    setBusy(true);
    setErrors([]);
    try {
      await work;
    } finally {
      setBusy(false);
    }
  };

  const dialog: ReactNode = clash && (
    <ConflictDialog
      key={clash.now.version}
      title={form.title ?? t`A colleague changed this too`}
      differences={clash.fields}
      theirsAtFirst={theirsAtFirst(base.values, clash.mine, clash.now.values)}
      labels={form.labels}
      text={form.text}
      busy={busy}
      onChoose={(keepTheirs) => void during(settle(clash.now, clash.mine, keepTheirs))}
      onClose={() => setClash(undefined)}
    />
  );
  return {
    base,
    errors,
    setErrors,
    busy,
    dialog,
    clashing: clash !== undefined,
    save: (mine: V) => void during(send(base, mine)),
  };
}
