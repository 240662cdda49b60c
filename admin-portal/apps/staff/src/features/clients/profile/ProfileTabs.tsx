import { Trans, useLingui } from "@lingui/react/macro";
import { Tabs } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useShortcut } from "../../../app/shortcuts.tsx";
import { Loading } from "../../../app/states.tsx";
import { useViewer } from "../../../app/viewer.tsx";
import type { ClientDetail } from "../documents.ts";
import type { ProfileTab } from "../list/view.ts";
import { Notes } from "./Notes.tsx";
import { Overview } from "./Overview.tsx";
import classes from "./Profile.module.css";
import { Timeline } from "./Timeline.tsx";

const AccountsTab = lazy(() => import("../../trading-accounts/AccountsTab.tsx"));
const ClientPositions = lazy(() => import("../../positions/ClientPositions.tsx"));
const HistoryTab = lazy(() => import("../../deals/HistoryTab.tsx"));

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
  const { can } = useViewer();
  const [accounts, positions] = [can("trading_account.view"), can("position.view")];
  useShortcut("1", { label: t`Overview`, group }, () => onTab("overview"));
  useShortcut("2", { label: t`Notes`, group }, () => onTab("notes"));
  useShortcut("3", { label: t`Timeline`, group }, () => onTab("timeline"));
  useShortcut("4", { label: t`Accounts`, group }, accounts ? () => onTab("accounts") : undefined);
  useShortcut("5", { label: t`Positions`, group }, positions ? () => onTab("positions") : undefined);
  useShortcut("6", { label: t`History`, group }, positions ? () => onTab("history") : undefined);
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
        {accounts && (
          <Tabs.Tab value="accounts">
            <Trans>Accounts</Trans>
          </Tabs.Tab>
        )}
        {positions && (
          <>
            <Tabs.Tab value="positions">
              <Trans>Positions</Trans>
            </Tabs.Tab>
            <Tabs.Tab value="history">
              <Trans>History</Trans>
            </Tabs.Tab>
          </>
        )}
        <Tabs.Tab value="notes">{notes > 0 ? <Trans>Notes {notes}</Trans> : <Trans>Notes</Trans>}</Tabs.Tab>
        <Tabs.Tab value="timeline">
          <Trans>Timeline</Trans>
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="overview" className={classes.tabPanel ?? ""}>
        <Overview client={client} wide={wide ?? false} />
      </Tabs.Panel>
      {accounts && (
        <Tabs.Panel value="accounts" className={classes.tabPanel ?? ""}>
          <Suspense fallback={<Loading />}>
            <AccountsTab client={client} />
          </Suspense>
        </Tabs.Panel>
      )}
      {positions && (
        <>
          <Tabs.Panel value="positions" className={classes.tabPanel ?? ""}>
            <Suspense fallback={<Loading />}>
              <ClientPositions client={client} />
            </Suspense>
          </Tabs.Panel>
          <Tabs.Panel value="history" className={classes.tabPanel ?? ""}>
            <Suspense fallback={<Loading />}>
              <HistoryTab client={client} />
            </Suspense>
          </Tabs.Panel>
        </>
      )}
      <Tabs.Panel value="notes" className={classes.tabPanel ?? ""}>
        <Notes client={client} />
      </Tabs.Panel>
      <Tabs.Panel value="timeline" className={classes.tabPanel ?? ""}>
        <Timeline clientId={client.id} revision={revision} />
      </Tabs.Panel>
    </Tabs>
  );
}
