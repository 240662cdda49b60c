import type { StatusKind, StatusType } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, ColorInput, MultiSelect, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { useClient } from "urql";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { useVersioned } from "../common/useVersioned.tsx";
import {
  ChangeClientStatusDocument,
  type ClientStatus,
  ClientStatusesDocument,
  CreateClientStatusDocument,
} from "./documents.ts";
import { statusTypes } from "./labels.ts";

interface StatusDialogProps {
  kind: StatusKind;
  /** The status to change; none makes a new one. */
  status?: ClientStatus | undefined;
  list: readonly ClientStatus[];
  onClose: () => void;
}

interface StatusDraft {
  name: string;
  type: StatusType;
  color: string;
  anyNext: boolean;
  nextIds: string[];
  retired: boolean;
}

function draftOf(status: ClientStatus | undefined): StatusDraft {
  return {
    name: status?.name ?? "",
    type: status?.type ?? "ONGOING",
    color: status?.color ?? "#2f6fdb",
    anyNext: status?.anyNext ?? true,
    nextIds: [...(status?.nextIds ?? [])],
    retired: status?.retired ?? false,
  };
}

/** Makes a status or changes one, and says what may follow it. */
export function StatusDialog({ kind, status, list, onClose }: StatusDialogProps) {
  const { t, i18n } = useLingui();
  const urql = useClient();
  const [draft, setDraft] = useState(() => draftOf(status));
  const [refused, setRefused] = useState<ActionErrors>([]);
  const create = useAction(CreateClientStatusDocument, (data) => data.createClientStatus);
  const change = useAction(ChangeClientStatusDocument, (data) => data.changeClientStatus);
  const set = (part: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...part }));
  const { name, type, color } = draft;
  const saved = () => {
    toast.done(t`Saved`);
    onClose();
  };
  const form = useVersioned<StatusDraft>({
    start: { version: status?.version ?? 0, values: draftOf(status) },
    send: (from, mine) => change.run({ input: { id: status?.id ?? "", version: from.version, ...mine } }),
    latest: async () => {
      const again = urql.query(ClientStatusesDocument, {}, { requestPolicy: "network-only" });
      const broker = (await again.toPromise()).data?.viewer.broker;
      const all = broker ? [...broker.salesStatuses, ...broker.retentionStatuses] : [];
      const now = all.find(({ id }) => id === status?.id);
      return now ? { version: now.version, values: draftOf(now) } : undefined;
    },
    onMerged: setDraft,
    onSaved: saved,
    labels: {
      name: t`Name`,
      type: t`Type`,
      color: t`Colour`,
      anyNext: t`Every status may follow`,
      nextIds: t`What may follow`,
      retired: t`No longer in use`,
    },
    text: (field, value) => {
      if (field === "type") return i18n._(statusTypes[value as StatusType]);
      if (field !== "nextIds" || !Array.isArray(value) || value.length === 0) return undefined;
      return value.map((id) => list.find((each) => each.id === id)?.name ?? String(id)).join(", ");
    },
  });
  const errors = status ? form.errors : refused;
  const submit = async () => {
    if (status) return form.save(draft);
    const outcome = await create.run({ input: { kind, name, type, color } });
    if (!outcome.done) return setRefused(outcome.errors);
    saved();
  };
  if (form.clashing) return form.dialog;
  return (
    <FormDialog
      title={status ? t`Edit ${status.name}` : t`New status`}
      consequence={
        draft.retired && !status?.retired ? (
          <Trans>Clients that have this status keep it; nobody can give it to a client any more.</Trans>
        ) : undefined
      }
      verb={status ? t`Save` : t`Make`}
      busy={create.busy || form.busy}
      ready={name.trim() !== ""}
      errors={errors}
      fields={["name", "color"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextInput
        label={t`Name`}
        value={name}
        maxLength={60}
        error={errorAt(errors, "name")}
        onChange={(event) => set({ name: event.currentTarget.value })}
        data-autofocus
      />
      <Select
        label={t`Type`}
        description={t`What reports and queues count it as.`}
        value={type}
        data={Object.entries(statusTypes).map(([value, label]) => ({ value, label: i18n._(label) }))}
        allowDeselect={false}
        onChange={(value) => value && set({ type: value as StatusType })}
      />
      <ColorInput
        label={t`Colour`}
        value={color}
        format="hex"
        eyeDropperButtonProps={{ "aria-label": t`Pick a colour from the screen` }}
        error={errorAt(errors, "color")}
        onChange={(value) => set({ color: value })}
      />
      {status && (
        <>
          <Checkbox
            label={t`Every status may follow`}
            checked={draft.anyNext}
            onChange={(event) => set({ anyNext: event.currentTarget.checked })}
          />
          {!draft.anyNext && (
            <MultiSelect
              label={t`What may follow`}
              description={t`Leave it empty for a status that is the end.`}
              value={draft.nextIds}
              data={list.filter(({ id }) => id !== status.id).map((each) => ({ value: each.id, label: each.name }))}
              onChange={(nextIds) => set({ nextIds })}
            />
          )}
          <Checkbox
            label={t`No longer in use`}
            checked={draft.retired}
            onChange={(event) => set({ retired: event.currentTarget.checked })}
          />
        </>
      )}
    </FormDialog>
  );
}
