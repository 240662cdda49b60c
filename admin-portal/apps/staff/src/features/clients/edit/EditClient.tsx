import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Group, Modal, Stack } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useClient } from "urql";
import { toast } from "../../../app/toasts.tsx";
import { errorsElsewhere, useAction } from "../../../app/useAction.ts";
import { changedFields } from "../../common/conflict.ts";
import { useVersioned } from "../../common/useVersioned.tsx";
import { EditClientDocument } from "../actions/documents.ts";
import { type ClientDetail, ClientDetailDocument } from "../documents.ts";
import { EditFields } from "./EditFields.tsx";
import { type EditValues, editInput, type Replacements, valuesOf } from "./editModel.ts";
import { useFieldLabels } from "./useFieldLabels.ts";
import { useValueText } from "./useValueText.ts";

/** Changes a client's details. A colleague's change in between is merged, or asked about field by field. */
export default function EditClient({ client, onClose }: { client: ClientDetail; onClose: () => void }) {
  const { t } = useLingui();
  const urql = useClient();
  const labels = useFieldLabels();
  const text = useValueText();
  const [mine, setMine] = useState(() => valuesOf(client));
  const [replace, setReplace] = useState<Replacements>({});
  const { run } = useAction(EditClientDocument, (data) => data.editClient);
  const replaced = replace.dateOfBirth !== undefined || replace.address !== undefined;
  const { base, errors, busy, dialog, clashing, save } = useVersioned<EditValues>({
    start: { version: client.version, values: valuesOf(client) },
    send: (from, values) => run({ input: editInput(client.id, from.version, from.values, values, replace) }),
    latest: async () => {
      const again = urql.query(ClientDetailDocument, { id: client.id }, { requestPolicy: "network-only" });
      const theirs = (await again.toPromise()).data?.client;
      return theirs ? { version: theirs.version, values: valuesOf(theirs) } : undefined;
    },
    onMerged: setMine,
    onSaved: () => {
      toast.done(t`Saved`);
      onClose();
    },
    labels,
    text,
    title: t`A colleague changed this client too`,
    more: replaced,
  });
  const touched = changedFields(base.values, mine).length > 0 || replaced;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save(mine);
  };
  const others = errorsElsewhere(errors, [...Object.keys(mine), "address"]);
  if (clashing) return dialog;
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
