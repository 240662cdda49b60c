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

/** What fields are called. */
export type FieldLabels<V> = Readonly<Record<keyof V & string, string>> | ((field: keyof V & string) => string);

interface VersionedForm<V, Payload> {
  /** What the form was opened with. */
  start: Versioned<V>;
  /** Sends the form over a record that was read. */
  send: (from: Versioned<V>, mine: V) => Promise<Outcome<Payload>>;
  /** Reads the record as it stands now; nothing when it is gone. */
  latest: () => Promise<Versioned<V> | undefined>;
  /** What the form holds from now on; what is picked and set at once holds nothing. */
  onMerged?: (mine: V) => void;
  /** With what the server answered; with nothing where a colleague had said the same already. */
  onSaved: (payload: Payload | undefined) => void;
  /** Where no form shows why it was refused. */
  onRefused?: (errors: ActionErrors) => void;
  labels: FieldLabels<V>;
  text?: (field: keyof V & string, value: unknown) => ReactNode;
  title?: string;
  /** Whether something outside of the values is to be saved as well. */
  more?: boolean;
  /** It was picked, not typed: mine is set, or theirs stays. */
  picked?: boolean;
  /** What was chosen stands in the form once more before it is saved, for what else the form shows of it. */
  lookAgain?: boolean;
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
export function useVersioned<V extends object, Payload = unknown>(form: VersionedForm<V, Payload>) {
  const { t } = useLingui();
  const [base, setBase] = useState(form.start);
  const [clash, setClash] = useState<Clash<V>>();
  const [errors, setErrors] = useState<ActionErrors>([]);
  const [busy, setBusy] = useState(false);

  const refuse = (refused: ActionErrors) => {
    setErrors(refused);
    form.onRefused?.(refused);
  };

  const send = async (from: Versioned<V>, mine: V): Promise<void> => {
    const outcome = await form.send(from, mine);
    if (outcome.done) {
      setClash(undefined);
      form.onSaved(outcome.payload);
      return;
    }
    if (!outcome.errors.some((error) => error.code === "conflict")) {
      setClash(undefined);
      refuse(outcome.errors);
      return;
    }
    const now = await form.latest();
    if (now === undefined || now.version === from.version) {
      refuse(outcome.errors);
      return;
    }
    const fields = differences(from.values, mine, now.values);
    setBase(from);
    if (fields.some(({ both }) => both)) setClash({ now, mine, fields });
    else await settle(now, mine, theirsAtFirst(from.values, mine, now.values));
  };

  const settle = async (
    now: Versioned<V>,
    mine: V,
    keepTheirs: ReadonlySet<keyof V & string>,
    look = false,
  ): Promise<void> => {
    const values = merged(mine, now.values, keepTheirs);
    setBase(now);
    setClash(undefined);
    form.onMerged?.(values);
    if (changedFields(now.values, values).length === 0 && form.more !== true) {
      toast.done(t`Nothing left to save: the record already says so.`);
      form.onSaved(undefined);
      return;
    }
    if (!look) await send(now, values);
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
      picked={form.picked === true}
      lookAgain={form.lookAgain === true}
      busy={busy}
      onChoose={(keepTheirs) => void during(settle(clash.now, clash.mine, keepTheirs, form.lookAgain))}
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
    /** Begins anew with what was saved, where the form stays open. */
    restart: setBase,
    /** What is picked on a page is over what stands there then. */
    save: (mine: V, from = base) => void during(send(from, mine)),
  };
}
