import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useCallback } from "react";
import { useClient } from "urql";
import { toast } from "../../../app/toasts.tsx";
import type { ActionErrors, Outcome } from "../../../app/useAction.ts";
import { useAction } from "../../../app/useAction.ts";
import { ClientDetailDocument } from "../documents.ts";
import { UndoDocument } from "./documents.ts";

export interface UndoablePayload {
  undoToken?: string | null;
  errors: ActionErrors;
}

/** Tells that a change of owner, tags or status is done, and offers to take it back for eight seconds. */
export function useTellUndoable() {
  const { t } = useLingui();
  const { run: runUndo } = useAction(UndoDocument, (data) => data.undo);
  const undo = useCallback(
    async (token: string) => {
      const outcome = await runUndo({ token });
      if (outcome.done) toast.done(t`Taken back`);
      else if (outcome.errors[0]) toast.failed(outcome.errors[0].message);
    },
    [runUndo, t],
  );
  return useCallback(
    ({ undoToken }: UndoablePayload, said: ReactNode) => {
      if (undoToken) toast.undoable(said, () => void undo(undoToken));
      else toast.done(said);
    },
    [undo],
  );
}

/** Tells the outcome of a change that names no version: it is done, or refused. */
export function useUndoable() {
  const { t } = useLingui();
  const client = useClient();
  const tell = useTellUndoable();
  return useCallback(
    async (id: string, change: Promise<Outcome<UndoablePayload>>, said: ReactNode): Promise<boolean> => {
      const outcome = await change;
      if (outcome.done) {
        tell(outcome.payload, said);
        return true;
      }
      if (outcome.errors.some((error) => error.code === "conflict")) {
        await client.query(ClientDetailDocument, { id }, { requestPolicy: "network-only" }).toPromise();
        toast.failed(t`A colleague changed this client at the same moment. Look at the new state, then try again.`);
      } else if (outcome.errors[0]) toast.failed(outcome.errors[0].message);
      return false;
    },
    [client, t, tell],
  );
}
