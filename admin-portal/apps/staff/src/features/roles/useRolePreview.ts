import { useEffect, useRef, useState } from "react";
import { type ActionErrors, useAction } from "../../app/useAction.ts";
import { useViewer } from "../../app/viewer.tsx";
import { StartDraftPreviewDocument, StartPreviewDocument } from "./documents.ts";
import { draftFor, forgetDraft, keepDraft, type Unsaved } from "./keptDraft.ts";
import { rulesInput } from "./model.ts";
import { beginAnew } from "./preview.ts";

/** Looks at the portal as a role, saved or not, and has what was not saved back on its page afterwards. */
export function useRolePreview(path: string) {
  const { viewer } = useViewer();
  const staffId = viewer.staff.id;
  const kept = useAction(StartPreviewDocument, (data) => data.startPreview);
  const draft = useAction(StartDraftPreviewDocument, (data) => data.startDraftPreview);
  const [errors, setErrors] = useState<ActionErrors>([]);
  const leaving = useRef(false);
  const inPreview = Boolean(viewer.preview);
  const [back] = useState(() => (inPreview ? undefined : draftFor(path, staffId)));
  useEffect(() => {
    if (back) forgetDraft();
  }, [back]);

  const begun = () => {
    leaving.current = true;
    beginAnew("/");
  };
  return {
    /** What waited here while its writer looked at it. */
    back,
    busy: kept.busy || draft.busy,
    errors,
    leaving,
    /** Nobody looks at a role while he looks at another. */
    inPreview,
    ofKept: async (id: string) => {
      const { done } = await kept.run({ id });
      if (done) begun();
    },
    ofDraft: async (roleId: string | undefined, unsaved: Unsaved) => {
      setErrors([]);
      const { name, grants, fields } = unsaved.draft;
      const outcome = await draft.run({
        input: { roleId: roleId ?? null, name: name.trim(), ...rulesInput(grants, fields) },
      });
      if (!outcome.done) return setErrors(outcome.errors);
      keepDraft(path, staffId, unsaved);
      begun();
    },
  };
}
