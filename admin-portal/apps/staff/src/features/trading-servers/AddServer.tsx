import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { AddTradingServerDocument, type TradingServer } from "./documents.ts";
import { ServerFields, serverFields } from "./ServerFields.tsx";
import { addInput, emptyDraft, isFilledIn, type ServerDraft } from "./serverInput.ts";

/** Adds a server; its test comes next. */
export function AddServer({ onAdded, onClose }: { onAdded: (server: TradingServer) => void; onClose: () => void }) {
  const { t } = useLingui();
  const [draft, setDraft] = useState<ServerDraft>(emptyDraft);
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(AddTradingServerDocument, (data) => data.addTradingServer);
  const change = (next: ServerDraft) => {
    // what was wrong with one product says nothing of the other
    if (next.kind !== draft.kind) setErrors([]);
    setDraft(next);
  };
  const submit = async () => {
    setErrors([]);
    const outcome = await run({ input: addInput(draft) });
    if (!outcome.done) return setErrors(outcome.errors);
    const added = outcome.payload.tradingServer;
    if (!added) return onClose();
    toast.done(t`${added.name} is added`);
    onAdded(added);
  };
  return (
    <FormDialog
      title={t`Add a trading server`}
      verb={<Trans>Add and test</Trans>}
      size="lg"
      busy={busy}
      ready={isFilledIn(draft, true)}
      errors={errors}
      fields={serverFields}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <ServerFields value={draft} isNew secretNeeded errors={errors} onChange={change} />
    </FormDialog>
  );
}
