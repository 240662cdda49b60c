import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { UndoMergeDocument } from "./documents.ts";

/** Takes a merge back and says so, or why not. */
export function useMergeUndo() {
  const { t } = useLingui();
  const { run, busy } = useAction(UndoMergeDocument, (data) => data.undoMerge);
  const undo = useCallback(
    async (id: string): Promise<boolean> => {
      const outcome = await run({ id });
      if (outcome.done) toast.done(t`The merge is taken back`);
      else if (outcome.errors[0]) toast.failed(outcome.errors.map(({ message }) => message).join(" "));
      return outcome.done;
    },
    [run, t],
  );
  return { undo, busy };
}
