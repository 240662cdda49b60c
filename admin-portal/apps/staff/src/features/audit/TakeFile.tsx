import type { AuditFilter } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { errorText } from "../../app/errors.ts";
import { isReason, ReasonField } from "../../app/ReasonField.tsx";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { ownWords, takeFile } from "../common/files/takeFile.ts";
import { TakeAuditFileDocument } from "./documents.ts";

interface TakeFileProps {
  filter: AuditFilter;
  filtered: boolean;
  onClose: () => void;
}

/** Takes the events that the filters show out as a file. */
export default function TakeFile({ filter, filtered, onClose }: TakeFileProps) {
  const { i18n, t } = useLingui();
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(TakeAuditFileDocument, (data) => data.takeAuditFile);
  const submit = async () => {
    const outcome = await run({ input: { filter, reason: reason.trim() } });
    if (!outcome.done) return setErrors(outcome.errors);
    const { path } = outcome.payload;
    // an attachment: the page stays
    if (path && i18n.locale === "en") globalThis.location.assign(path);
    else if (path)
      void takeFile(path, "audit-trail.csv", ownWords.trail).catch((error) => toast.failed(errorText(error)));
    toast.done(t`The file is being downloaded`);
    onClose();
  };
  return (
    <FormDialog
      title={t`Take the trail as a file`}
      consequence={
        filtered ? (
          <Trans>The events that the filters show, up to now, as CSV. What is masked for you is masked there.</Trans>
        ) : (
          <Trans>The whole trail up to now, as CSV. What is masked for you is masked there.</Trans>
        )
      }
      verb={<Trans>Download</Trans>}
      busy={busy}
      ready={isReason(reason)}
      errors={errors}
      fields={["reason"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <ReasonField value={reason} onChange={setReason} error={errorAt(errors, "reason")} autoFocus />
    </FormDialog>
  );
}
