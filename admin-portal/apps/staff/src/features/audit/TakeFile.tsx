import type { AuditFilter } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { ReasonDialog, useReasoned } from "../common/ReasonDialog.tsx";
import { TakeAuditFileDocument } from "./documents.ts";

interface TakeFileProps {
  filter: AuditFilter;
  filtered: boolean;
  onClose: () => void;
}

/** Takes the events that the filters show out as a file. */
export default function TakeFile({ filter, filtered, onClose }: TakeFileProps) {
  const { t } = useLingui();
  const { run } = useAction(TakeAuditFileDocument, (data) => data.takeAuditFile);
  const step = useReasoned({
    run: (reason) => run({ input: { filter, reason } }),
    onDone: ({ path }) => {
      // an attachment: the page stays
      if (path) globalThis.location.assign(path);
      toast.done(t`The file is being downloaded`);
      onClose();
    },
  });
  return (
    <ReasonDialog
      title={t`Take the trail as a file`}
      consequence={
        filtered ? (
          <Trans>The events that the filters show, up to now, as CSV. What is masked for you is masked there.</Trans>
        ) : (
          <Trans>The whole trail up to now, as CSV. What is masked for you is masked there.</Trans>
        )
      }
      verb={<Trans>Download</Trans>}
      {...step}
      onClose={onClose}
    />
  );
}
