import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useState } from "react";
import { day } from "../../app/format.ts";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { type ApiKey, CreateApiKeyDocument, type Scope } from "./documents.ts";
import { type KeyDraft, KeyFields } from "./KeyFields.tsx";
import { endOf, type Lifetime, lifetimes, networksOf } from "./keyInput.ts";

export function CreateApiKey({
  scopes,
  onMade,
  onClose,
}: {
  scopes: readonly Scope[];
  onMade: (made: { key: ApiKey; secret: string }) => void;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const [draft, setDraft] = useState<KeyDraft>({ name: "", scopes: [], networks: "" });
  const [lifetime, setLifetime] = useState<Lifetime>("365");
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(CreateApiKeyDocument, (data) => data.createApiKey);
  const end = endOf(lifetime, Date.now());
  const submit = async () => {
    setErrors([]);
    const outcome = await run({
      input: {
        name: draft.name.trim(),
        scopes: [...draft.scopes],
        ipAllowList: networksOf(draft.networks),
        expiresAt: end,
      },
    });
    if (!outcome.done) return setErrors(outcome.errors);
    const { apiKey, secret } = outcome.payload;
    if (apiKey && secret) onMade({ key: apiKey, secret });
  };
  const labels: Record<Lifetime, string> = {
    "30": t`30 days`,
    "90": t`90 days`,
    "365": t`One year`,
    none: t`Until it is revoked`,
  };
  return (
    <FormDialog
      title={t`New API key`}
      verb={<Trans>Make key</Trans>}
      busy={busy}
      ready={draft.name.trim() !== "" && draft.scopes.length > 0}
      errors={errors}
      fields={["name", "scopes", "ipAllowList", "expiresAt"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <KeyFields value={draft} scopes={scopes} held={[]} errors={errors} onChange={setDraft} />
      <Select
        label={t`Works for`}
        description={
          end
            ? t`Ends by itself on ${day(end)}. Roll it before then.`
            : t`Nothing ends it but you. Roll it from time to time.`
        }
        data={lifetimes.map((value) => ({ value, label: labels[value] }))}
        value={lifetime}
        onChange={(value) => value && setLifetime(value as Lifetime)}
        error={errorAt(errors, "expiresAt")}
        allowDeselect={false}
        comboboxProps={{ shadow: "md" }}
      />
    </FormDialog>
  );
}
