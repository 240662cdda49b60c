import { Trans, useLingui } from "@lingui/react/macro";
import { Tabs } from "@mantine/core";
import { useShortcut } from "../../../app/shortcuts.tsx";
import type { ClientDetail } from "../documents.ts";
import type { ProfileTab } from "../list/view.ts";
import { Notes } from "./Notes.tsx";
import { Overview } from "./Overview.tsx";
import classes from "./Profile.module.css";
import { Timeline } from "./Timeline.tsx";

interface ProfileTabsProps {
  client: ClientDetail;
  tab: ProfileTab;
  onTab: (tab: ProfileTab) => void;
  revision: number;
  wide?: boolean;
}

export function ProfileTabs({ client, tab, onTab, revision, wide }: ProfileTabsProps) {
  const { t } = useLingui();
  const group = t`Client`;
  useShortcut("1", { label: t`Overview`, group }, () => onTab("overview"));
  useShortcut("2", { label: t`Notes`, group }, () => onTab("notes"));
  useShortcut("3", { label: t`Timeline`, group }, () => onTab("timeline"));
  const notes = client.profile?.notes.length ?? 0;
  return (
    <Tabs
      value={tab}
      onChange={(next) => onTab((next ?? "overview") as ProfileTab)}
      className={classes.tabs ?? ""}
      keepMounted={false}
      color="brand"
    >
      <Tabs.List px="xs">
        <Tabs.Tab value="overview">
          <Trans>Overview</Trans>
        </Tabs.Tab>
        <Tabs.Tab value="notes">{notes > 0 ? <Trans>Notes {notes}</Trans> : <Trans>Notes</Trans>}</Tabs.Tab>
        <Tabs.Tab value="timeline">
          <Trans>Timeline</Trans>
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="overview" className={classes.tabPanel ?? ""}>
        <Overview client={client} wide={wide ?? false} />
      </Tabs.Panel>
      <Tabs.Panel value="notes" className={classes.tabPanel ?? ""}>
        <Notes client={client} />
      </Tabs.Panel>
      <Tabs.Panel value="timeline" className={classes.tabPanel ?? ""}>
        <Timeline clientId={client.id} revision={revision} />
      </Tabs.Panel>
    </Tabs>
  );
}
