import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useState } from "react";
import { ago } from "../../app/format.ts";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { type ApiKey, RevokeApiKeyDocument } from "./documents.ts";

/** Ends a key at once. Whoever does it types its name, so that no website is cut off by a slip. */
export function RevokeApiKey({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useLingui();
  const [typed, setTyped] = useState("");
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(RevokeApiKeyDocument, (data) => data.revokeApiKey);
  const { name } = apiKey;
  const submit = async () => {
    setErrors([]);
    const outcome = await run({ input: { id: apiKey.id, version: apiKey.version } });
    if (!outcome.done) return setErrors(outcome.errors);
    toast.done(t`The key ${name} is revoked`);
    onClose();
  };
  return (
    <FormDialog
      title={t`Revoke ${name}?`}
      consequence={
        <>
          <Trans>The next request with it is refused. It cannot be brought back.</Trans>{" "}
          {apiKey.lastUsedAt ? <Trans>Last used {ago(apiKey.lastUsedAt)}.</Trans> : <Trans>It was never used.</Trans>}
        </>
      }
      verb={<Trans>Revoke key</Trans>}
      danger
      busy={busy}
      ready={typed.trim() === name}
      errors={errors}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label={t`Type the key's name to confirm: ${name}`}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
      />
    </FormDialog>
  );
}
