import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Alert, Select } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useClient, useQuery } from "urql";
import { errorText } from "../../app/errors.ts";
import { isReason, ReasonField } from "../../app/ReasonField.tsx";
import { ErrorState, Loading } from "../../app/states.tsx";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { FormDialog, Problems } from "../common/FormDialog.tsx";
import classes from "./Duplicates.module.css";
import { MergeClientsDocument, type MergePreview, MergePreviewDocument, OpenForMergeDocument } from "./documents.ts";
import { mergeMoves } from "./labels.ts";
import { MergeFieldTable } from "./MergeFieldTable.tsx";
import { type Choices, mergeInput } from "./mergeInput.ts";
import { useMergeUndo } from "./useMergeUndo.ts";

interface MergeDialogProps {
  /** Two to six clients; the first is kept until somebody chooses. */
  ids: readonly string[];
  onMerged?: () => void;
  onClose: () => void;
}

/** Looks at clients side by side, and merges them into one. Looking opens each profile, which the audit log notes. */
export default function MergeDialog({ ids: chosen, onMerged, onClose }: MergeDialogProps) {
  const { t, i18n } = useLingui();
  const urql = useClient();
  const navigate = useNavigate();
  // the dialog is about those that were chosen when it opened
  const [ids] = useState(chosen);
  const [keptId, setKeptId] = useState(ids[0] ?? "");
  const [opened, setOpened] = useState(false);
  const [missing, setMissing] = useState<string>();
  const [choices, setChoices] = useState<Choices>({});
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(MergeClientsDocument, (data) => data.mergeClients);
  const { undo } = useMergeUndo();
  const asked = useRef(false);

  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    const openAll = async () => {
      for (const id of ids) {
        const answer = await urql.mutation(OpenForMergeDocument, { id }).toPromise();
        if (answer.error) return setMissing(errorText(answer.error));
      }
      setOpened(true);
    };
    void openAll();
  }, [ids, urql]);

  const otherIds = ids.filter((id) => id !== keptId);
  const [{ data, error, fetching }, read] = useQuery({
    query: MergePreviewDocument,
    variables: { keptId, otherIds },
    pause: !opened,
    requestPolicy: "network-only",
  });
  const answer = data?.mergePreview;
  const preview = fetching ? undefined : (answer?.preview ?? undefined);

  const submit = async () => {
    const input = preview && mergeInput(preview, choices, reason);
    if (!input) return;
    setErrors([]);
    const outcome = await run({ input });
    if (!outcome.done) {
      setErrors(outcome.errors);
      if (outcome.errors.some(({ code }) => code === "conflict")) read({ requestPolicy: "network-only" });
      return;
    }
    const { merge } = outcome.payload;
    const count = otherIds.length + 1;
    if (merge) toast.undoable(t`${count} clients are one now`, () => void undo(merge.id));
    onMerged?.();
    onClose();
    void navigate({ to: "/clients/$id", params: { id: input.kept.id } });
  };
  const blocked = (preview?.blockers.length ?? 0) > 0;
  return (
    <FormDialog
      title={t`Merge clients`}
      size="lg"
      consequence={
        <Trans>
          Everything of the others goes over to the client that is kept, and they are found nowhere any more. Their
          links and passwords end. It can be taken back for 24 hours.
        </Trans>
      }
      verb={t`Merge`}
      danger
      busy={busy}
      ready={preview !== undefined && !blocked && isReason(reason)}
      errors={errors}
      fields={["reason"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {missing && (
        <Alert color="red" variant="light" role="alert">
          {missing}
        </Alert>
      )}
      {error && <ErrorState error={error} onRetry={() => read({ requestPolicy: "network-only" })} />}
      {!missing && !error && !preview && !answer?.errors.length && <Loading />}
      {answer && <Problems errors={answer.errors} />}
      {preview && (
        <>
          <Select
            label={t`Keep`}
            data={preview.clients.map(({ id, number, displayName }) => ({
              value: id,
              label: `${displayName} · ${number}`,
            }))}
            value={keptId}
            allowDeselect={false}
            onChange={(id) => {
              if (id === null) return;
              setKeptId(id);
              setChoices({});
            }}
            comboboxProps={{ shadow: "md" }}
          />
          {blocked && (
            <Alert color="red" variant="light" role="alert">
              {preview.blockers.map(({ block, message, clientId }) => (
                <div key={`${block} ${clientId ?? ""}`}>
                  {named(preview, clientId)} {message}
                </div>
              ))}
            </Alert>
          )}
          <MergeFieldTable preview={preview} choices={choices} onChoose={setChoices} />
          <ul className={classes.moves} aria-label={t`What goes over`}>
            {preview.moves.map(({ what, count }) => (
              <li key={what}>
                {i18n._(mergeMoves[what])}: <b>{count}</b>
              </li>
            ))}
            {preview.contacts != null && (
              <li>
                <Plural value={preview.contacts} one="# contact afterwards" other="# contacts afterwards" />
              </li>
            )}
          </ul>
          <ReasonField value={reason} onChange={setReason} error={errorAt(errors, "reason")} />
        </>
      )}
    </FormDialog>
  );
}

function named(preview: MergePreview, id: string | null | undefined) {
  const client = preview.clients.find((each) => each.id === id);
  return client && <b>{client.displayName}:</b>;
}
