import { Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import {
  IconBookmarkPlus,
  IconCheck,
  IconHome,
  IconHomeOff,
  IconPencil,
  IconTrash,
  IconUsers,
} from "@tabler/icons-react";
import { useMemo } from "react";
import { toast } from "../../../app/toasts.tsx";
import { useAction } from "../../../app/useAction.ts";
import { ChooseSavedViewDocument } from "./changes.ts";
import type { SavedView } from "./documents.ts";
import type { ListView } from "./useListView.ts";
import type { ViewDialog } from "./ViewBar.tsx";
import classes from "./Views.module.css";

interface ViewMenuProps {
  list: ListView;
  onOpen: (view: string | undefined) => void;
  onDialog: (dialog: ViewDialog) => void;
}

/** The views that there are for the reader, by who has them, and what can be done with the one on screen. */
export default function ViewMenu({ list, onOpen, onDialog }: ViewMenuProps) {
  const { t } = useLingui();
  const { shelf, saved } = list;
  const { run } = useAction(ChooseSavedViewDocument, (data) => data.chooseSavedView);
  const sections = useMemo(() => {
    const views = shelf?.views ?? [];
    return [
      { title: t`Only mine`, views: views.filter((view) => view.audience === "PRIVATE") },
      { title: t`Of teams`, views: views.filter((view) => view.audience === "TEAM") },
      { title: t`Everybody's`, views: views.filter((view) => view.audience === "EVERYBODY") },
    ].filter((section) => section.views.length > 0);
  }, [shelf, t]);
  const chosen = saved !== undefined && shelf?.chosenId === saved.id;
  const choose = async (viewId: string | null) => {
    const outcome = await run({ input: { viewId } });
    if (outcome.done) toast.done(viewId ? t`Your list opens with this view from now on.` : t`Done`);
    else if (outcome.errors[0]) toast.failed(outcome.errors[0].message);
  };
  return (
    <>
      <Menu.Item leftSection={<Mark on={saved === undefined} />} onClick={() => onOpen(undefined)}>
        <Trans>All clients</Trans>
      </Menu.Item>
      {sections.map((section) => (
        <div key={section.title} role="group" aria-label={section.title}>
          <Menu.Label>{section.title}</Menu.Label>
          {section.views.map((view) => (
            <Menu.Item
              key={view.id}
              leftSection={<Mark on={view.id === saved?.id} />}
              rightSection={<Place view={view} opens={view.id === shelf?.opensWithId} />}
              aria-current={view.id === saved?.id || undefined}
              onClick={() => onOpen(view.id)}
            >
              {view.name}
            </Menu.Item>
          ))}
        </div>
      ))}
      <Menu.Divider />
      <Menu.Item leftSection={<IconBookmarkPlus size={16} />} onClick={() => onDialog("saveAs")}>
        <Trans>Save as a new view…</Trans>
      </Menu.Item>
      {saved && (
        <>
          <Menu.Item
            leftSection={chosen ? <IconHomeOff size={16} /> : <IconHome size={16} />}
            onClick={() => void choose(chosen ? null : saved.id)}
          >
            {chosen ? <Trans>Do not open my list with it</Trans> : <Trans>Open my list with it</Trans>}
          </Menu.Item>
          {saved.mayChange && (
            <>
              <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => onDialog("settings")}>
                <Trans>Name and sharing…</Trans>
              </Menu.Item>
              <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => onDialog("remove")}>
                <Trans>Remove…</Trans>
              </Menu.Item>
            </>
          )}
        </>
      )}
    </>
  );
}

function Mark({ on }: { on: boolean }) {
  return on ? <IconCheck size={16} aria-hidden /> : <span style={{ inlineSize: 16 }} aria-hidden />;
}

/** Whose team, and whether the list opens with it. */
function Place({ view, opens }: { view: SavedView; opens: boolean }) {
  const { t } = useLingui();
  return (
    <span className={classes.mark}>
      {view.team && (
        <>
          <IconUsers size={13} aria-hidden />
          {view.team.name}
        </>
      )}
      {opens && <IconHome size={13} role="img" aria-label={t`opens by itself`} />}
    </span>
  );
}
