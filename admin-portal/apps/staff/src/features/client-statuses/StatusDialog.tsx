import type { StatusKind, StatusType } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, ColorInput, MultiSelect, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { ChangeClientStatusDocument, type ClientStatus, CreateClientStatusDocument } from "./documents.ts";
import { statusTypes } from "./labels.ts";

interface StatusDialogProps {
  kind: StatusKind;
  /** The status to change; none makes a new one. */
  status?: ClientStatus | undefined;
  list: readonly ClientStatus[];
  onClose: () => void;
}

/** Makes a status or changes one, and says what may follow it. */
export function StatusDialog({ kind, status, list, onClose }: StatusDialogProps) {
  const { t, i18n } = useLingui();
  const [draft, setDraft] = useState({
    name: status?.name ?? "",
    type: status?.type ?? ("ONGOING" as StatusType),
    color: status?.color ?? "#2f6fdb",
    anyNext: status?.anyNext ?? true,
    nextIds: [...(status?.nextIds ?? [])],
    retired: status?.retired ?? false,
  });
  const [errors, setErrors] = useState<ActionErrors>([]);
  const create = useAction(CreateClientStatusDocument, (data) => data.createClientStatus);
  const change = useAction(ChangeClientStatusDocument, (data) => data.changeClientStatus);
  const set = (part: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...part }));
  const { name, type, color } = draft;
  const submit = async () => {
    const outcome = status
      ? await change.run({ input: { id: status.id, version: status.version, ...draft } })
      : await create.run({ input: { kind, name, type, color } });
    if (!outcome.done) return setErrors(outcome.errors);
    toast.done(t`Saved`);
    onClose();
  };
  return (
    <FormDialog
      title={status ? t`Edit ${status.name}` : t`New status`}
      consequence={
        draft.retired && !status?.retired ? (
          <Trans>Clients that have this status keep it; nobody can give it to a client any more.</Trans>
        ) : undefined
      }
      verb={status ? t`Save` : t`Make`}
      busy={create.busy || change.busy}
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
