import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useClient } from "urql";
import { errorText } from "../../../app/errors.ts";
import { toast } from "../../../app/toasts.tsx";
import { useAction } from "../../../app/useAction.ts";
import { ChangeSavedViewDocument } from "./changes.ts";
import { definitionOf } from "./definition.ts";
import { type SavedView, SavedViewsDocument } from "./documents.ts";
import type { ViewParts } from "./parts.ts";

interface ConflictDialogProps {
  view: SavedView;
  parts: ViewParts;
  onSaved: () => void;
  onTheirs: () => void;
  onSaveAs: () => void;
  onClose: () => void;
}

/** Somebody saved the view since it was read: theirs, mine over it, or mine under another name. */
export function ConflictDialog({ view, parts, onSaved, onTheirs, onSaveAs, onClose }: ConflictDialogProps) {
  const { t } = useLingui();
  const client = useClient();
  const [asking, setAsking] = useState(false);
  const { run, busy } = useAction(ChangeSavedViewDocument, (data) => data.changeSavedView);
  const latest = async () => {
    setAsking(true);
    const { data, error } = await client.query(SavedViewsDocument, {}, { requestPolicy: "network-only" }).toPromise();
    setAsking(false);
    if (error) toast.failed(errorText(error));
    return data?.savedViews.views.find(({ id }) => id === view.id);
  };
  const theirs = async () => {
    await latest();
    onTheirs();
  };
  const mine = async () => {
    const now = await latest();
    if (now === undefined) return;
    const outcome = await run({ input: { id: now.id, version: now.version, definition: definitionOf(parts) } });
    if (outcome.done) {
      toast.done(t`View saved`);
      onSaved();
    } else if (outcome.errors[0]) toast.failed(outcome.errors[0].message);
  };
  return (
    <Modal opened onClose={onClose} title={t`“${view.name}” was changed meanwhile`} size="md">
      <Stack gap="md">
        <Text size="sm">
          <Trans>
            Somebody saved this view after you opened it. Your changes are not lost: they stand in the address.
          </Trans>
        </Text>
        <Group gap="xs" justify="flex-end">
          <Button variant="default" loading={asking} onClick={() => void theirs()}>
            <Trans>Show theirs</Trans>
          </Button>
          <Button variant="default" onClick={onSaveAs}>
            <Trans>Save mine as…</Trans>
          </Button>
          <Button loading={busy} onClick={() => void mine()}>
            <Trans>Save mine over it</Trans>
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
