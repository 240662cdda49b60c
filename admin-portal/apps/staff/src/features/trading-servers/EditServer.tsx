import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { EditTradingServerDocument, type TradingServer } from "./documents.ts";
import { ServerFields, serverFields } from "./ServerFields.tsx";
import { asksForSecret, draftOf, editInput, isFilledIn } from "./serverInput.ts";

interface EditServerProps {
  server: TradingServer;
  /** A colleague was faster: what is on the list is old. */
  onConflict: () => void;
  onClose: () => void;
}

/** Changes a server. Its secret stays, unless it is set anew. */
export function EditServer({ server, onConflict, onClose }: EditServerProps) {
  const { t } = useLingui();
  const [opened] = useState(server);
  const [draft, setDraft] = useState(() => draftOf(server));
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(EditTradingServerDocument, (data) => data.editTradingServer);
  const input = editInput(opened, draft);
  const secretNeeded = asksForSecret(input);
  const submit = async () => {
    setErrors([]);
    const outcome = await run({ input });
    if (outcome.done) {
      toast.done(t`Saved`);
      return onClose();
    }
    setErrors(outcome.errors);
    if (outcome.errors.some((error) => error.code === "conflict")) onConflict();
  };
  return (
    <FormDialog
      title={t`Edit ${opened.name}`}
      verb={<Trans>Save</Trans>}
      size="lg"
      busy={busy}
      ready={isFilledIn(draft, secretNeeded) && Object.keys(input).length > 2}
      errors={errors}
      fields={serverFields}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <ServerFields value={draft} secretNeeded={secretNeeded} errors={errors} onChange={setDraft} />
    </FormDialog>
  );
}
