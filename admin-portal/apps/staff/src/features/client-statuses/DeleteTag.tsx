import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useClient } from "urql";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { type BrokerTag, ClientStatusesDocument, DeleteTagDocument } from "./documents.ts";

/** Deletes a tag that no client has. */
export function DeleteTag({ tag, onClose }: { tag: BrokerTag; onClose: () => void }) {
  const { t } = useLingui();
  const urql = useClient();
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(DeleteTagDocument, (data) => data.deleteTag);
  const submit = async () => {
    setErrors([]);
    const outcome = await run({ input: { id: tag.id, version: tag.version } });
    if (!outcome.done) {
      setErrors(outcome.errors);
      // a colleague was faster: the list is read again
      if (outcome.errors.every(({ code }) => code === "conflict"))
        void urql.query(ClientStatusesDocument, {}, { requestPolicy: "network-only" }).toPromise();
      return;
    }
    toast.done(t`Deleted`);
    onClose();
  };
  return (
    <FormDialog
      title={t`Delete the tag “${tag.name}”?`}
      consequence={
        <Trans>Nobody can give it to a client any more. It can only be deleted while no client has it.</Trans>
      }
      verb={t`Delete the tag`}
      danger
      busy={busy}
      ready
      errors={errors}
      onSubmit={() => void submit()}
      onClose={onClose}
    />
  );
}
