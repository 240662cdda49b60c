import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { toast } from "../../../app/toasts.tsx";
import { type ActionErrors, useAction } from "../../../app/useAction.ts";
import { FormDialog } from "../../common/FormDialog.tsx";
import { DeleteSavedViewDocument } from "./changes.ts";
import type { SavedView } from "./documents.ts";

/** Removes a view for everybody who has it. */
export function RemoveView({
  view,
  onRemoved,
  onClose,
}: {
  view: SavedView;
  onRemoved: () => void;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(DeleteSavedViewDocument, (data) => data.deleteSavedView);
  const remove = async () => {
    const outcome = await run({ input: { id: view.id, version: view.version } });
    if (!outcome.done) return setErrors(outcome.errors);
    toast.done(t`View removed`);
    onRemoved();
  };
  return (
    <FormDialog
      title={t`Remove “${view.name}”`}
      consequence={
        view.audience === "PRIVATE" ? (
          <Trans>The clients stay as they are; only this way to look at them goes.</Trans>
        ) : (
          <Trans>It goes for everybody who has it. The clients stay as they are.</Trans>
        )
      }
      verb={t`Remove`}
      danger
      size="sm"
      busy={busy}
      ready
      errors={errors}
      onSubmit={() => void remove()}
      onClose={onClose}
    />
  );
}
