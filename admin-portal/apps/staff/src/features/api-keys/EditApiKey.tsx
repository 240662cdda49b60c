import type { EditApiKeyInput } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useClient } from "urql";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { useVersioned, type Versioned } from "../common/useVersioned.tsx";
import { type ApiKey, ApiKeyListDocument, EditApiKeyDocument, type Scope } from "./documents.ts";
import { type KeyDraft, KeyFields } from "./KeyFields.tsx";
import { networksOf } from "./keyInput.ts";

const same = (a: readonly string[], b: readonly string[]) => [...a].sort().join(" ") === [...b].sort().join(" ");

function draftOf(apiKey: ApiKey): KeyDraft {
  return { name: apiKey.name, scopes: apiKey.scopes, networks: apiKey.ipAllowList.join("\n") };
}

/** Only what changed is sent. */
function editInput(id: string, { version, values: before }: Versioned<KeyDraft>, draft: KeyDraft): EditApiKeyInput {
  const networks = networksOf(draft.networks);
  return {
    id,
    version,
    ...(draft.name.trim() === before.name ? {} : { name: draft.name.trim() }),
    ...(same(draft.scopes, before.scopes) ? {} : { scopes: [...draft.scopes] }),
    ...(same(networks, networksOf(before.networks)) ? {} : { ipAllowList: networks }),
  };
}

/** Name, scopes and networks of a key. */
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
  const urql = useClient();
  const [draft, setDraft] = useState(() => draftOf(apiKey));
  const { run } = useAction(EditApiKeyDocument, (data) => data.editApiKey);
  const form = useVersioned<KeyDraft>({
    start: { version: apiKey.version, values: draftOf(apiKey) },
    send: (from, mine) => run({ input: editInput(apiKey.id, from, mine) }),
    latest: async () => {
      const again = urql.query(ApiKeyListDocument, {}, { requestPolicy: "network-only" });
      const now = (await again.toPromise()).data?.apiKeys.find(({ id }) => id === apiKey.id);
      return now ? { version: now.version, values: draftOf(now) } : undefined;
    },
    onMerged: setDraft,
    onSaved: () => {
      toast.done(t`Saved`);
      onClose();
    },
    labels: { name: t`Name`, scopes: t`Scopes`, networks: t`Networks` },
  });
  const input = editInput(apiKey.id, form.base, draft);
  if (form.clashing) return form.dialog;
  return (
    <FormDialog
      title={t`Edit ${apiKey.name}`}
      consequence={<Trans>It holds from the key's next request. The secret stays the same.</Trans>}
      verb={<Trans>Save</Trans>}
      busy={form.busy}
      ready={draft.name.trim() !== "" && draft.scopes.length > 0 && Object.keys(input).length > 2}
      errors={form.errors}
      fields={["name", "scopes", "ipAllowList"]}
      onSubmit={() => form.save(draft)}
      onClose={onClose}
    >
      <KeyFields value={draft} scopes={scopes} held={apiKey.scopes} errors={form.errors} onChange={setDraft} />
    </FormDialog>
  );
}
