import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useClient } from "urql";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { useVersioned } from "../common/useVersioned.tsx";
import { EditTradingServerDocument, type TradingServer, TradingServerListDocument } from "./documents.ts";
import { ServerFields, serverFields } from "./ServerFields.tsx";
import { asksForSecret, draftOf, editInput, isFilledIn, type ServerDraft } from "./serverInput.ts";
import { useServerLabels } from "./useServerLabels.ts";

interface EditServerProps {
  server: TradingServer;
  onClose: () => void;
}

/** Changes a server. Its secret stays, unless it is set anew. */
export function EditServer({ server, onClose }: EditServerProps) {
  const { t } = useLingui();
  const [opened] = useState(server);
  const [draft, setDraft] = useState(() => draftOf(server));
  const urql = useClient();
  const { run } = useAction(EditTradingServerDocument, (data) => data.editTradingServer);
  const labels = useServerLabels();
  const form = useVersioned<ServerDraft>({
    start: { version: server.version, values: draftOf(server) },
    send: (from, mine) => run({ input: editInput(opened.id, from, mine) }),
    latest: async () => {
      const again = urql.query(TradingServerListDocument, {}, { requestPolicy: "network-only" });
      const now = (await again.toPromise()).data?.tradingServers.find(({ id }) => id === opened.id);
      return now ? { version: now.version, values: draftOf(now) } : undefined;
    },
    onMerged: setDraft,
    onSaved: () => {
      toast.done(t`Saved`);
      onClose();
    },
    labels,
    text: (field, value) => (field === "secret" && value !== "" ? "••••••" : undefined),
  });
  const input = editInput(opened.id, form.base, draft);
  const secretNeeded = asksForSecret(input);
  if (form.clashing) return form.dialog;
  return (
    <FormDialog
      title={t`Edit ${opened.name}`}
      verb={<Trans>Save</Trans>}
      size="lg"
      busy={form.busy}
      ready={isFilledIn(draft, secretNeeded) && Object.keys(input).length > 2}
      errors={form.errors}
      fields={serverFields}
      onSubmit={() => form.save(draft)}
      onClose={onClose}
    >
      <ServerFields value={draft} secretNeeded={secretNeeded} errors={form.errors} onChange={setDraft} />
    </FormDialog>
  );
}
