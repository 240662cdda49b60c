import type { AuditFilter } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { errorText } from "../../app/errors.ts";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { ownWords, takeFile } from "../common/files/takeFile.ts";
import { ReasonDialog, useReasoned } from "../common/ReasonDialog.tsx";
import { TakeAuditFileDocument } from "./documents.ts";

interface TakeFileProps {
  filter: AuditFilter;
  filtered: boolean;
  onClose: () => void;
}

/** Takes the events that the filters show out as a file. */
export default function TakeFile({ filter, filtered, onClose }: TakeFileProps) {
  const { i18n, t } = useLingui();
  const { run } = useAction(TakeAuditFileDocument, (data) => data.takeAuditFile);
  const step = useReasoned({
    run: (reason) => run({ input: { filter, reason } }),
    onDone: ({ path }) => {
      // an attachment: the page stays
      if (path && i18n.locale === "en") globalThis.location.assign(path);
      else if (path)
        void takeFile(path, "audit-trail.csv", ownWords.trail).catch((error) => toast.failed(errorText(error)));
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
