import { useLingui } from "@lingui/react/macro";
import { ColorInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { useClient } from "urql";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, errorAt, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { useVersioned } from "../common/useVersioned.tsx";
import { type BrokerTag, ChangeTagDocument, ClientStatusesDocument, CreateTagDocument } from "./documents.ts";

interface TagDraft {
  name: string;
  color: string;
}

const draftOf = (tag: BrokerTag | undefined): TagDraft => ({ name: tag?.name ?? "", color: tag?.color ?? "#2f6fdb" });

/** Makes a tag, or changes one on every client that has it. */
export function TagDialog({ tag, onClose }: { tag: BrokerTag | undefined; onClose: () => void }) {
  const { t } = useLingui();
  const urql = useClient();
  const [draft, setDraft] = useState(() => draftOf(tag));
  const [refused, setRefused] = useState<ActionErrors>([]);
  const create = useAction(CreateTagDocument, (data) => data.createTag);
  const change = useAction(ChangeTagDocument, (data) => data.changeTag);
  const saved = () => {
    toast.done(t`Saved`);
    onClose();
  };
  const form = useVersioned<TagDraft>({
    start: { version: tag?.version ?? 0, values: draftOf(tag) },
    send: (from, mine) => change.run({ input: { id: tag?.id ?? "", version: from.version, ...mine } }),
    latest: async () => {
      const again = urql.query(ClientStatusesDocument, {}, { requestPolicy: "network-only" });
      const now = (await again.toPromise()).data?.viewer.broker.tags.find(({ id }) => id === tag?.id);
      return now && { version: now.version, values: draftOf(now) };
    },
    onMerged: setDraft,
    onSaved: saved,
    labels: { name: t`Name`, color: t`Colour` },
  });
  const errors = tag ? form.errors : refused;
  const submit = async () => {
    if (tag) return form.save(draft);
    setRefused([]);
    const outcome = await create.run({ input: draft });
    if (!outcome.done) return setRefused(outcome.errors);
    saved();
  };
  if (form.clashing) return form.dialog;
  return (
    <FormDialog
      title={tag ? t`Edit ${tag.name}` : t`New tag`}
      verb={tag ? t`Save` : t`Make`}
      busy={create.busy || form.busy}
      ready={draft.name.trim() !== ""}
      errors={errors}
      fields={["name", "color"]}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextInput
        label={t`Name`}
        value={draft.name}
        maxLength={40}
        error={errorAt(errors, "name")}
        onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
        data-autofocus
      />
      <ColorInput
        label={t`Colour`}
        value={draft.color}
        format="hex"
        eyeDropperButtonProps={{ "aria-label": t`Pick a colour from the screen` }}
        error={errorAt(errors, "color")}
        onChange={(color) => setDraft({ ...draft, color })}
      />
    </FormDialog>
  );
}
