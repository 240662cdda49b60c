import type { EditApiKeyInput } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { type ApiKey, EditApiKeyDocument, type Scope } from "./documents.ts";
import { type KeyDraft, KeyFields } from "./KeyFields.tsx";
import { networksOf } from "./keyInput.ts";

const same = (a: readonly string[], b: readonly string[]) => [...a].sort().join(" ") === [...b].sort().join(" ");

export function EditApiKey({
  apiKey,
  scopes,
  onClose,
}: {
  apiKey: ApiKey;
  scopes: readonly Scope[];
  onClose: () => void;
}) {
  const { t } = useLingui();
  const [draft, setDraft] = useState<KeyDraft>({
    name: apiKey.name,
    scopes: apiKey.scopes,
    networks: apiKey.ipAllowList.join("\n"),
  });
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(EditApiKeyDocument, (data) => data.editApiKey);
  const networks = networksOf(draft.networks);
  const input: EditApiKeyInput = {
    id: apiKey.id,
    version: apiKey.version,
    ...(draft.name.trim() === apiKey.name ? {} : { name: draft.name.trim() }),
    ...(same(draft.scopes, apiKey.scopes) ? {} : { scopes: [...draft.scopes] }),
    ...(same(networks, apiKey.ipAllowList) ? {} : { ipAllowList: networks }),
  };
  const submit = async () => {
    setErrors([]);
    const outcome = await run({ input });
    if (!outcome.done) return setErrors(outcome.errors);
    toast.done(t`Saved`);
    onClose();
  };
  return (
    <FormDialog
      title={t`Edit ${apiKey.name}`}
      consequence={<Trans>It holds from the key's next request. The secret stays the same.</Trans>}
      verb={<Trans>Save</Trans>}
      busy={busy}
      ready={draft.name.trim() !== "" && draft.scopes.length > 0 && Object.keys(input).length > 2}
      errors={errors}
      fields={["name", "scopes", "ipAllowList"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <KeyFields value={draft} scopes={scopes} held={apiKey.scopes} errors={errors} onChange={setDraft} />
    </FormDialog>
  );
}
