import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Group, Modal, Stack } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useClient } from "urql";
import { toast } from "../../../app/toasts.tsx";
import { type ActionErrors, errorsElsewhere, useAction } from "../../../app/useAction.ts";
import { EditClientDocument } from "../actions/documents.ts";
import { type ClientDetail, ClientDetailDocument } from "../documents.ts";
import { ConflictChoice } from "./ConflictChoice.tsx";
import { EditFields } from "./EditFields.tsx";
import {
  changedFields,
  conflicts,
  type EditField,
  editInput,
  type FieldConflict,
  merged,
  type Replacements,
  valuesOf,
} from "./editModel.ts";

/** Changes a client's details. A colleague's change in between is merged, or asked about field by field. */
export default function EditClient({ client, onClose }: { client: ClientDetail; onClose: () => void }) {
  const { t } = useLingui();
  const urql = useClient();
  const [base, setBase] = useState(() => ({ version: client.version, values: valuesOf(client) }));
  const [mine, setMine] = useState(base.values);
  const [replace, setReplace] = useState<Replacements>({});
  const [errors, setErrors] = useState<ActionErrors>([]);
  const [clash, setClash] = useState<{ version: number; theirs: ClientDetail; fields: FieldConflict[] }>();
  const { run, busy } = useAction(EditClientDocument, (data) => data.editClient);

  const save = async (from: typeof base, values: typeof mine, retry: boolean): Promise<void> => {
    const outcome = await run({ input: editInput(client.id, from.version, from.values, values, replace) });
    if (outcome.done) {
      toast.done(t`Saved`);
      onClose();
      return;
    }
    if (!outcome.errors.some((error) => error.code === "conflict") || !retry) {
      setErrors(outcome.errors);
      return;
    }
    const { data } = await urql
      .query(ClientDetailDocument, { id: client.id }, { requestPolicy: "network-only" })
      .toPromise();
    const theirs = data?.client;
    if (!theirs) {
      setErrors(outcome.errors);
      return;
    }
    const fields = conflicts(from.values, values, valuesOf(theirs));
    if (fields.length > 0) setClash({ version: theirs.version, theirs, fields });
    else await settle(theirs, new Set());
  };

  const settle = async (theirs: ClientDetail, keepTheirs: ReadonlySet<EditField>) => {
    const now = { version: theirs.version, values: valuesOf(theirs) };
    const values = merged(base.values, mine, now.values, keepTheirs);
    setBase(now);
    setMine(values);
    setClash(undefined);
    if (changedFields(now.values, values).length === 0 && Object.keys(replace).length === 0) {
      toast.done(t`Nothing left to save: the record already says so.`);
      onClose();
      return;
    }
    await save(now, values, false);
  };

  const touched =
    changedFields(base.values, mine).length > 0 || replace.dateOfBirth !== undefined || replace.address !== undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setErrors([]);
    void save(base, mine, true);
  };
  const others = errorsElsewhere(errors, [...Object.keys(mine), "address"]);
  if (clash) {
    return (
      <Modal opened onClose={onClose} title={t`A colleague changed this client too`} size="lg">
        <ConflictChoice
          conflicts={clash.fields}
          busy={busy}
          onCancel={onClose}
          onChoose={(keepTheirs) => void settle(clash.theirs, keepTheirs)}
        />
      </Modal>
    );
  }
  return (
    <Modal opened onClose={onClose} title={t`Edit ${client.displayName}`} size="lg">
      <form onSubmit={submit}>
        <Stack gap="md">
          {others.length > 0 && (
            <Alert color="red" variant="light" role="alert">
              {others.map((error) => (
                <div key={`${error.code} ${error.path.join(".")}`}>{error.message}</div>
              ))}
            </Alert>
          )}
          <EditFields
            client={client}
            values={mine}
            onChange={setMine}
            replace={replace}
            onReplace={setReplace}
            errors={errors}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
            <Button type="submit" loading={busy} disabled={!touched}>
              <Trans>Save</Trans>
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
