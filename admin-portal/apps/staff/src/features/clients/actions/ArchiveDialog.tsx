import { Trans, useLingui } from "@lingui/react/macro";
import { toast } from "../../../app/toasts.tsx";
import { useAction } from "../../../app/useAction.ts";
import { ReasonDialog, useReasoned } from "../../common/ReasonDialog.tsx";
import type { ClientDetail } from "../documents.ts";
import { ArchiveClientDocument, RestoreClientDocument } from "./documents.ts";

/** Into the archive, or back out of it. */
export default function ArchiveDialog({ client, onClose }: { client: ClientDetail; onClose: () => void }) {
  const { t } = useLingui();
  const archive = useAction(ArchiveClientDocument, (data) => data.archiveClient);
  const restore = useAction(RestoreClientDocument, (data) => data.restoreClient);
  const archived = client.archivedAt != null;
  const { run } = archived ? restore : archive;
  const step = useReasoned({
    run: (reason) => run({ input: { id: client.id, version: client.version, reason } }),
    onDone: () => {
      toast.done(archived ? t`${client.displayName} is back in the list` : t`${client.displayName} is archived`);
      onClose();
    },
  });
  return (
    <ReasonDialog
      title={archived ? t`Restore ${client.displayName}` : t`Archive ${client.displayName}`}
      consequence={
        archived ? (
          <Trans>The client appears in lists and searches again.</Trans>
        ) : (
          <Trans>
            The client leaves lists and searches. Nothing is deleted, and an archived client can be restored.
          </Trans>
        )
      }
      verb={archived ? t`Restore` : t`Archive`}
      danger={!archived}
      {...step}
      onClose={onClose}
    />
  );
}
