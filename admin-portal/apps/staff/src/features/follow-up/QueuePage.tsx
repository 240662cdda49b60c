import type { QueueWhose } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, SegmentedControl, Title } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Suspense, useEffect, useRef, useState } from "react";
import { useClient } from "urql";
import { usePageTitle } from "../../app/Page.tsx";
import { Allowed } from "../../app/rights.tsx";
import { useShortcut } from "../../app/shortcuts.tsx";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { toast } from "../../app/toasts.tsx";
import { useViewer } from "../../app/viewer.tsx";
import type { ClientDetail } from "../clients/documents.ts";
import type { ProfileTab } from "../clients/list/view.ts";
import ClientPanel from "../clients/profile/ClientPanel.tsx";
import { openAhead } from "../clients/profile/openAhead.ts";
import { after, type QueueItem } from "./items.ts";
import { OutcomeBar } from "./OutcomeBar.tsx";
import classes from "./Queue.module.css";
import { QueueList } from "./QueueList.tsx";
import { useChosen } from "./useChosen.ts";
import { useEndTask } from "./useEndTask.ts";
import { useFocusOnChosen } from "./useFocusOnChosen.ts";
import { useQueue } from "./useQueue.ts";
import "./styles.ts";

export function QueuePage() {
  return (
    <Allowed permission="task.manage" whole>
      <Queue />
    </Allowed>
  );
}

function Queue() {
  const { t } = useLingui();
  usePageTitle(t`My day`);
  const { reach } = useViewer();
  const { whose = "MINE", only, of, id, task: reminded } = useSearch({ from: "/shell/queue" });
  const navigate = useNavigate({ from: "/queue" });
  const queue = useQueue({ whose, only, of });
  const items = only ? queue.items?.filter((item) => item.part === only) : queue.items;
  const [key, setKey] = useState<string>();
  const [tab, setTab] = useState<ProfileTab>("overview");
  const [opened, setOpened] = useState<ClientDetail>();
  const { end } = useEndTask();
  const { found, chosen } = useChosen(items, { id, key: reminded ?? key, opened });

  const choose = (item: QueueItem | undefined) => {
    setKey(item?.key);
    setTab("overview");
    void navigate({ search: (old) => ({ ...old, id: item?.client.id, task: undefined }), replace: id !== undefined });
  };
  const { layout, follow } = useFocusOnChosen(found?.key);
  const at = items?.findIndex((item) => item.key === chosen?.key) ?? -1;
  const step = (by: number) => {
    const next = items?.[Math.min(Math.max(at + by, 0), (items?.length ?? 1) - 1)];
    if (!next) return;
    follow(next.key);
    choose(next);
  };
  // the place in the list, for when the item itself is gone by the time one goes on
  const place = useRef(0);
  useEffect(() => {
    if (at >= 0) place.current = at;
  }, [at]);
  const following = () => (at >= 0 ? after(items ?? [], chosen?.key) : items?.[place.current]);
  const next = () => {
    const item = following();
    follow(item?.key);
    choose(item);
    queue.soon();
  };
  const urql = useClient();
  const ahead = () => {
    const item = following();
    if (item && item.client.id !== id) openAhead(urql, item.client.id);
  };
  const done = async () => {
    const task = chosen?.task;
    if (chosen === undefined || task === undefined) return;
    const ended = await end(chosen.client.id, task, "DONE");
    if (ended === "open") return queue.reload();
    if (ended === "mine") toast.done(t`Done`);
    next();
  };
  const group = t`My day`;
  useShortcut("j", { label: t`Down the list`, group }, () => step(1));
  useShortcut("k", { label: t`Up the list`, group }, () => step(-1));
  useShortcut("n", { label: t`Next client`, group }, next);
  useShortcut("d", { label: t`Done, next client`, group }, chosen?.task ? () => void done() : undefined);

  const wide = reach("task.manage") !== "OWN" && reach("client.view") !== "OWN";
  return (
    <div ref={layout} className={classes.layout} data-panel={id !== undefined || undefined}>
      <div className={classes.list}>
        <div className={classes.head}>
          <Title order={1} size="h3">
            <Trans>My day</Trans>
          </Title>
          {wide && (
            <SegmentedControl
              size="xs"
              aria-label={t`Whose work`}
              value={whose}
              data={[
                { value: "MINE", label: t`Mine` },
                { value: "EVERYBODY", label: t`Everybody's` },
              ]}
              onChange={(value) => {
                const wanted = value as QueueWhose;
                void navigate({ search: wanted === "MINE" ? {} : { whose: wanted }, replace: true });
              }}
            />
          )}
        </div>
        {of && (
          <Button
            variant="light"
            rightSection={<IconX size={13} aria-hidden />}
            onClick={() => void navigate({ search: (old) => ({ ...old, of: undefined }), replace: true })}
          >
            <OnlyOf name={items?.find(({ task }) => task?.assignee?.id === of)?.task?.assignee?.name} />
          </Button>
        )}
        {only && (
          <Button
            variant="light"
            rightSection={<IconX size={13} aria-hidden />}
            onClick={() => void navigate({ search: (old) => ({ ...old, only: undefined }), replace: true })}
          >
            {only === "overdue" ? <Trans>Only what is overdue</Trans> : <Trans>Only new leads</Trans>}
          </Button>
        )}
        <QueueBody queue={{ ...queue, items }} chosen={chosen?.key} team={whose !== "MINE"} onChoose={choose} />
      </div>
      {id !== undefined && (
        <div className={classes.work}>
          <Suspense fallback={<Loading />}>
            <ClientPanel id={id} tab={tab} onTab={setTab} onClose={() => choose(undefined)} onOpened={setOpened} />
          </Suspense>
          {chosen && (
            <OutcomeBar key={chosen.client.id} client={chosen.client} task={chosen.task} onSave={ahead} onDone={next} />
          )}
        </div>
      )}
    </div>
  );
}

function OnlyOf({ name }: { name: string | undefined }) {
  return name ? <Trans>Only what is given to {name}</Trans> : <Trans>Only what is given to one colleague</Trans>;
}

interface QueueBodyProps {
  queue: ReturnType<typeof useQueue>;
  chosen: string | undefined;
  team: boolean;
  onChoose: (item: QueueItem) => void;
}

function QueueBody({ queue, chosen, team, onChoose }: QueueBodyProps) {
  if (queue.items === undefined) {
    return queue.error ? <ErrorState error={queue.error} onRetry={queue.reload} /> : <Loading />;
  }
  if (queue.items.length === 0) {
    return (
      <EmptyState title={<Trans>Nothing waits</Trans>}>
        <Trans>Call-backs and tasks appear here when they are planned, and leads when they are given to you.</Trans>
      </EmptyState>
    );
  }
  return (
    <QueueList
      items={queue.items}
      counts={queue.counts}
      chosen={chosen}
      team={team}
      onChoose={onChoose}
      onMore={queue.more}
      cut={queue.most}
    />
  );
}
