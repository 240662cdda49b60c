import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { toast } from "../../../app/toasts.tsx";
import { useAction } from "../../../app/useAction.ts";
import { ChangeSavedViewDocument } from "./changes.ts";
import { definitionOf, namesContact } from "./definition.ts";
import type { ListView } from "./useListView.ts";
import type { ViewDialog } from "./ViewBar.tsx";
import classes from "./Views.module.css";

interface ViewChangesProps {
  list: ListView;
  onOpen: (view: string | undefined) => void;
  onDialog: (dialog: ViewDialog) => void;
}

/** What can be done with changes that are not saved. */
export default function ViewChanges({ list, onOpen, onDialog }: ViewChangesProps) {
  const { t } = useLingui();
  const { saved, parts } = list;
  const { run, busy } = useAction(ChangeSavedViewDocument, (data) => data.changeSavedView);
  const save = async () => {
    if (saved === undefined) return;
    if (parts.filter && namesContact(parts.filter)) {
      toast.failed(t`A view keeps no e-mail address and no phone number. Take that condition out first.`);
      return;
    }
    const outcome = await run({ input: { id: saved.id, version: saved.version, definition: definitionOf(parts) } });
    if (outcome.done) {
      toast.done(t`View saved`);
      onOpen(saved.id);
    } else if (outcome.errors.some((error) => error.code === "conflict")) onDialog("conflict");
    else if (outcome.errors[0]) toast.failed(outcome.errors[0].message);
  };
  const mine = saved?.mayChange && saved.dropped.length === 0;
  return (
    <span className={classes.changes} role="group" aria-label={t`Changes that are not saved`}>
      {mine && (
        <Button loading={busy} onClick={() => void save()}>
          <Trans>Save</Trans>
        </Button>
      )}
      <Button variant="default" onClick={() => onDialog("saveAs")}>
        <Trans>Save as…</Trans>
      </Button>
      {saved && (
        <Button variant="subtle" color="gray" onClick={() => onOpen(saved.id)}>
          <Trans>Reset</Trans>
        </Button>
      )}
    </span>
  );
}
