import type { BulkActKind, BulkSelectionInput } from "@brokerdesk/api";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { MultiSelect, Select } from "@mantine/core";
import { useRef, useState } from "react";
import { useQuery } from "urql";
import { count } from "../../../app/format.ts";
import { isReason, ReasonField } from "../../../app/ReasonField.tsx";
import { type ActionErrors, errorAt, useAction } from "../../../app/useAction.ts";
import { useViewer } from "../../../app/viewer.tsx";
import { FormDialog, Problems } from "../../common/FormDialog.tsx";
import { AssignFields } from "./AssignFields.tsx";
import { actOf, type Draft, noStatus } from "./act.ts";
import classes from "./Bulk.module.css";
import { BulkPreviewDocument, StartBulkDocument } from "./documents.ts";
import "./styles.ts";
import { keepAssign, useAssignStart } from "./useAssignStart.ts";

interface BulkDialogProps {
  kind: BulkActKind;
  selection: BulkSelectionInput;
  onStarted: (id: string) => void;
  onClose: () => void;
}

/** One name for one wish: sent again it begins nothing twice, and another wish has another name. */
function useRequestKey(wish: string): string {
  const kept = useRef({ wish, key: crypto.randomUUID() });
  if (kept.current.wish !== wish) kept.current = { wish, key: crypto.randomUUID() };
  return kept.current.key;
}

/** Asks what is to be done to the chosen clients, says to how many it would be done, and begins it. */
export default function BulkDialog({ kind, selection: chosen, onStarted, onClose }: BulkDialogProps) {
  const { t } = useLingui();
  const { viewer } = useViewer();
  // what the list asks moves on with the time; the dialog is about what was chosen when it opened
  const [selection] = useState(chosen);
  const { start, refuse } = useAssignStart(kind === "ASSIGN");
  const [edited, setEdited] = useState<Draft>();
  const bare = edited ?? start;
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(StartBulkDocument, (data) => data.startBulk);
  const act = actOf(kind, bare);
  const requestKey = useRequestKey(JSON.stringify([act, reason]));
  const [{ data, fetching }, look] = useQuery({
    query: BulkPreviewDocument,
    variables: { selection, act: act ?? { kind } },
    pause: act === undefined,
    requestPolicy: "network-only",
  });
  const answer = act === undefined ? undefined : data?.bulkPreview;
  const preview = fetching ? undefined : (answer?.preview ?? undefined);
  // nobody chose it here: what does not hold any more is not shown as a mistake
  if (!edited && !fetching && answer?.errors.some(({ path }) => path[0] === "act")) refuse();
  const draft = withNames(bare, answer?.preview?.shares);
  const change = (part: Partial<Draft>) => setEdited({ ...draft, ...part });
  const archives = kind === "ARCHIVE";
  const submit = async () => {
    if (act === undefined || preview === undefined) return;
    // agreed to: it is this person's choice now, and no other takes its place
    setEdited(draft);
    const outcome = await run({
      input: { requestKey, selection, act, expected: preview.selected, reason: archives ? reason.trim() : null },
    });
    if (outcome.done && outcome.payload.bulk) {
      if (kind === "ASSIGN") keepAssign(viewer.staff.id, draft);
      return onStarted(outcome.payload.bulk.id);
    }
    if (!outcome.done) {
      setErrors(outcome.errors);
      look({ requestPolicy: "network-only" });
    }
  };
  const titles: Record<BulkActKind, string> = {
    ASSIGN: t`Assign the chosen clients`,
    SALES_STATUS: t`Set their sales status`,
    RETENTION_STATUS: t`Set their retention status`,
    TAGS: t`Change their tags`,
    ARCHIVE: t`Archive the chosen clients`,
  };
  const statuses = kind === "SALES_STATUS" ? viewer.broker.salesStatuses : viewer.broker.retentionStatuses;
  const named = (list: readonly { id: string; name: string }[]) =>
    list.map(({ id, name }) => ({ value: id, label: name }));
  const inUse = named(statuses.filter(({ retired }) => !retired));
  const tags = named(viewer.broker.tags);
  const changed = preview?.change ?? 0;
  const shown = count(changed, false);
  const takers = preview?.shares.filter((share) => share.count > 0).length ?? 0;
  const people = count(takers, false);
  const verb =
    changed === 0 ? (
      t`Change`
    ) : takers > 1 ? (
      <Trans>
        Share {shown} out among {people}
      </Trans>
    ) : (
      <Plural value={changed} one="Change # client" other={`Change ${shown} clients`} />
    );
  const field = { comboboxProps: { shadow: "md" }, searchable: true } as const;
  return (
    <FormDialog
      title={titles[kind]}
      consequence={
        archives ? (
          <Trans>The clients leave lists and searches. Nothing is deleted, and they can be restored.</Trans>
        ) : undefined
      }
      verb={verb}
      danger={archives}
      busy={busy}
      ready={changed > 0 && (!archives || isReason(reason))}
      errors={errors}
      fields={["reason"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {kind === "ASSIGN" && <AssignFields draft={draft} onChange={change} />}
      {(kind === "SALES_STATUS" || kind === "RETENTION_STATUS") && (
        <Select
          {...field}
          label={t`New status`}
          data={kind === "SALES_STATUS" ? inUse : [...inUse, { value: noStatus, label: t`No retention status` }]}
          value={draft.statusId}
          onChange={(statusId) => change({ statusId })}
        />
      )}
      {kind === "TAGS" && (
        <>
          <MultiSelect
            {...field}
            label={t`Add`}
            data={tags.filter(({ value }) => !draft.remove.includes(value))}
            value={[...draft.add]}
            onChange={(add) => change({ add })}
          />
          <MultiSelect
            {...field}
            label={t`Take away`}
            data={tags.filter(({ value }) => !draft.add.includes(value))}
            value={[...draft.remove]}
            onChange={(remove) => change({ remove })}
          />
        </>
      )}
      {archives && <ReasonField value={reason} onChange={setReason} error={errorAt(errors, "reason")} autoFocus />}
      <Problems errors={fetching ? [] : (answer?.errors ?? [])} />
      <div role="status" aria-busy={fetching}>
        {preview && <Counted preview={preview} />}
      </div>
    </FormDialog>
  );
}

/** The people of a draft with their names, where the count tells them. */
function withNames(draft: Draft, shares: Preview["shares"] | undefined): Draft {
  const nameOf = (id: string) => shares?.find(({ owner }) => owner.id === id)?.owner.name ?? "";
  return { ...draft, owners: draft.owners.map(({ id, name }) => ({ id, name: name || nameOf(id) })) };
}

interface Preview {
  change: number;
  same: number;
  refused: readonly { code: string; message: string; count: number }[];
  shares: readonly { owner: { id: string; name: string }; count: number }[];
}

/** What would happen, and to how many. */
function Counted({ preview }: { preview: Preview }) {
  const digits = (n: number) => count(n, false);
  return (
    <ul className={classes.counts}>
      <li>
        <Trans>
          <b>{digits(preview.change)}</b> would be changed.
        </Trans>
      </li>
      {preview.shares.length > 1 &&
        preview.shares.map(({ owner, count: share }) => (
          <li key={owner.id}>
            {owner.name}: <b>{digits(share)}</b>
          </li>
        ))}
      {preview.same > 0 && (
        <li>
          <Trans>
            <b>{digits(preview.same)}</b> are as they should be already.
          </Trans>
        </li>
      )}
      {preview.refused.map(({ code, message, count: left }) => (
        <li key={code}>
          <Trans>
            <b>{digits(left)}</b> would be left: {message}
          </Trans>
        </li>
      ))}
    </ul>
  );
}
