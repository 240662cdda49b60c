import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useClient } from "urql";
import { toast } from "../../../app/toasts.tsx";
import { useAction } from "../../../app/useAction.ts";
import { useVersioned } from "../../common/useVersioned.tsx";
import { ChangeSavedViewDocument } from "./changes.ts";
import { definitionOf, namesContact } from "./definition.ts";
import { SavedViewsDocument } from "./documents.ts";
import { PartWords } from "./PartWords.tsx";
import { partsOf, type ViewParts } from "./parts.ts";
import type { ListView } from "./useListView.ts";
import type { ViewDialog } from "./ViewBar.tsx";
import classes from "./Views.module.css";

interface ViewChangesProps {
  list: ListView;
  onOpen: (view: string | undefined) => void;
  onDialog: (dialog: ViewDialog) => void;
}

/** What can be done with changes that are not saved. Of a view that somebody saved meanwhile, each part is asked about. */
export default function ViewChanges({ list, onOpen, onDialog }: ViewChangesProps) {
  const { t } = useLingui();
  const client = useClient();
  const { base, saved, parts } = list;
  const { run } = useAction(ChangeSavedViewDocument, (data) => data.changeSavedView);
  const versioned = useVersioned<ViewParts>({
    start: { version: saved?.version ?? 0, values: base },
    send: ({ version }, mine) => run({ input: { id: saved?.id ?? "", version, definition: definitionOf(mine) } }),
    latest: async () => {
      const asked = client.query(SavedViewsDocument, {}, { requestPolicy: "network-only" });
      const views = (await asked.toPromise()).data?.savedViews.views;
      const now = views?.find(({ id }) => id === saved?.id);
      return now && { version: now.version, values: partsOf(now.definition) };
    },
    onSaved: (payload) => {
      if (payload) toast.done(t`View saved`);
      onOpen(saved?.id);
    },
    onRefused: ([refusal]) => refusal && toast.failed(refusal.message),
    labels: {
      filter: t`Filter`,
      sort: t`Order`,
      cols: t`Columns`,
      density: t`Height of rows`,
      group: t`Groups`,
    },
    text: (part, value) => <PartWords part={part} value={value as never} />,
  });
  const save = () => {
    if (saved === undefined) return;
    if (parts.filter && namesContact(parts.filter)) {
      toast.failed(t`A view keeps no e-mail address and no phone number. Take that condition out first.`);
      return;
    }
    versioned.save(parts, { version: saved.version, values: base });
  };
  const mine = saved?.mayChange && saved.dropped.length === 0;
  return (
    <span className={classes.changes} role="group" aria-label={t`Changes that are not saved`}>
      {mine && (
        <Button loading={versioned.busy} onClick={save}>
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
      {versioned.dialog}
    </span>
  );
}
