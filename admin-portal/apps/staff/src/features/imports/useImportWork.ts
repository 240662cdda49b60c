import { t } from "@lingui/core/macro";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useClient } from "urql";
import type { ActionErrors } from "../../app/useAction.ts";
import { CheckImportDocument, type ClientImport, MapImportDocument } from "./documents.ts";
import { gapText } from "./gapText.ts";
import { gapOf, type Mapping, mapInput, mappingOf, ownerGapOf } from "./mapping.ts";
import { ImportSender } from "./sender.ts";

const pause = 700;

/** What the steps of one import work with. */
export interface ImportWork {
  found: ClientImport;
  /** As the person has it on screen, saved or not. */
  mapping: Mapping;
  saved: boolean;
  /** Why the mapping could not be saved or checked. */
  errors: ActionErrors;
  sender: ImportSender;
  /** Changes the mapping; it is saved by itself a moment later. */
  change: (change: Partial<Mapping>) => void;
  /** Saves now what is not saved yet. */
  flush: () => Promise<boolean>;
  /** Saves, and begins the exact dry run. */
  check: () => Promise<boolean>;
}

/** What went wrong; a failure that was told in passing also stays in sight. */
function wordsFor(errors: ActionErrors, otherwise: string): ActionErrors {
  return errors.length > 0 ? errors : [{ code: "failed", message: otherwise, path: [] }];
}

export function useImportWork(found: ClientImport): ImportWork {
  const client = useClient();
  const { id, state } = found;
  // biome-ignore lint/correctness/useExhaustiveDependencies: later versions are told to it
  const sender = useMemo(() => new ImportSender(client, id, found.version), [client, id]);
  const [draft, setDraft] = useState<Mapping>();
  const [errors, setErrors] = useState<ActionErrors>([]);
  const unsaved = useRef<Mapping>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => sender.heard(found.version), [sender, found.version]);

  const flush = useCallback(async () => {
    clearTimeout(timer.current);
    const wanted = unsaved.current;
    if (wanted === undefined) return true;
    const gap = gapText(gapOf(wanted) ?? ownerGapOf(wanted));
    if (gap !== undefined) {
      setErrors([{ code: "incomplete", message: gap, path: [] }]);
      return false;
    }
    const outcome = await sender.send(
      MapImportDocument,
      (version) => ({ input: mapInput(id, version, wanted) }),
      (data) => data.mapImport,
      { overtake: true },
    );
    setErrors(
      outcome.done ? [] : wordsFor(outcome.errors, t`This could not be saved. It is tried again when you go on.`),
    );
    if (outcome.done && unsaved.current === wanted) {
      unsaved.current = undefined;
      setDraft(undefined);
    }
    return outcome.done;
  }, [id, sender]);

  const change = useCallback(
    (part: Partial<Mapping>) => {
      const next = { ...(unsaved.current ?? mappingOf(found)), ...part };
      unsaved.current = next;
      setDraft(next);
      clearTimeout(timer.current);
      setErrors([]);
      // what is not whole yet is kept when it is
      const whole = gapOf(next) === undefined && ownerGapOf(next) === undefined;
      if (whole) timer.current = setTimeout(() => void flush(), pause);
    },
    [found, flush],
  );
  // what was changed last is not lost when the page is left
  useEffect(() => () => void flush(), [flush]);

  const check = useCallback(async () => {
    // what was tried and not changed since needs no second try
    if (unsaved.current === undefined && state === "CHECKED") return true;
    if (!(await flush())) return false;
    const outcome = await sender.send(
      CheckImportDocument,
      (version) => ({ input: { id, version } }),
      (data) => data.checkImport,
      { overtake: true },
    );
    setErrors(outcome.done ? [] : wordsFor(outcome.errors, t`The check could not be begun. Try again.`));
    return outcome.done;
  }, [flush, id, sender, state]);

  return {
    found,
    mapping: draft ?? mappingOf(found),
    saved: draft === undefined,
    errors,
    sender,
    change,
    flush,
    check,
  };
}
