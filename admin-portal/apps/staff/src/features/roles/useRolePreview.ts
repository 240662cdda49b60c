import { useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import { useClient } from "urql";
import { type ActionErrors, useAction } from "../../app/useAction.ts";
import { useViewer } from "../../app/viewer.tsx";
import { differences } from "./changes.ts";
import { IsPreviewDocument, StartDraftPreviewDocument, StartPreviewDocument } from "./documents.ts";
import { draftFor, forgetDraft, keepDraft, type Unsaved } from "./keptDraft.ts";
import { type RoleDraft, rulesInput } from "./model.ts";
import { beginAnew } from "./preview.ts";

/** Looks at the portal as a role, saved or not, and has what was not saved back on its page afterwards. */
export function useRolePreview(path: string, editable: boolean) {
  const { t } = useLingui();
  const { viewer } = useViewer();
  const urql = useClient();
  const staffId = viewer.staff.id;
  const saved = useAction(StartPreviewDocument, (data) => data.startPreview);
  const draft = useAction(StartDraftPreviewDocument, (data) => data.startDraftPreview);
  const [errors, setErrors] = useState<ActionErrors>([]);
  const leaving = useRef(false);
  const inPreview = Boolean(viewer.preview);
  const [back] = useState(() => (inPreview || !editable ? undefined : draftFor(path, staffId)));

  const begun = () => {
    leaving.current = true;
    beginAnew("/");
  };
  return {
    /** What waited here while its writer looked at it. */
    back,
    editable,
    busy: saved.busy || draft.busy,
    errors,
    leaving,
    /** Nobody looks at a role while he looks at another. */
    inPreview,
    /** What waits here is kept or given up. In a preview it waits for its end. */
    forget: () => {
      setErrors([]);
      if (!inPreview) forgetDraft(path, staffId);
    },
    ofSaved: async (id: string) => {
      setErrors([]);
      const { done } = await saved.run({ id });
      if (done) begun();
    },
    ofDraft: async (roleId: string | undefined, unsaved: Unsaved) => {
      setErrors([]);
      // before it begins: an answer may be lost, and the portal begins anew all the same
      if (!keepDraft(path, staffId, unsaved)) {
        const message = t`This browser keeps nothing for the time of a preview. Save the role first, then look at it.`;
        return setErrors([{ code: "not_kept", message, path: [] }]);
      }
      const { name, grants, fields } = unsaved.draft;
      const outcome = await draft.run({
        input: { roleId: roleId ?? null, name: name.trim(), ...rulesInput(grants, fields) },
      });
      if (outcome.done) return begun();
      if (outcome.errors.length > 0) {
        forgetDraft(path, staffId);
        return setErrors(outcome.errors);
      }
      // the answer was lost, perhaps not the preview
      const { data } = await urql.query(IsPreviewDocument, {}, { requestPolicy: "network-only" }).toPromise();
      if (data?.viewer.preview) begun();
    },
  };
}

/** Whether the draft that came back stands there untouched; it waits no longer once nothing of it is left to save. */
export function useDraftBack(preview: ReturnType<typeof useRolePreview>, saved: RoleDraft, draft: RoleDraft): boolean {
  const { back, editable, forget } = preview;
  const settled = differences(saved, draft).length === 0;
  const latest = useRef(forget);
  latest.current = forget;
  useEffect(() => {
    if (settled && editable) latest.current();
  }, [settled, editable]);
  return back?.draft === draft;
}
