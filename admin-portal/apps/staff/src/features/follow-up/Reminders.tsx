import type { TaskDueSubscription } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useRouter } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { createRequest, useClient } from "urql";
import { pipe, subscribe } from "wonka";
import { dateTime } from "../../app/format.ts";
import { useLiveState } from "../../app/live.tsx";
import { useViewer } from "../../app/viewer.tsx";
import { TaskDueDocument } from "./documents.ts";

/** Up to when this person was reminded in this tab: a page that loads again goes on from there. */
const keyOf = (staff: string) => `bd-reminded-${staff}`;
const shownFor = 20_000;

function remembered(staff: string): string {
  const held = sessionStorage.getItem(keyOf(staff)) ?? new Date().toISOString();
  sessionStorage.setItem(keyOf(staff), held);
  return held;
}

/** A word at the time of each task of the viewer's; after a lost connection, of those that were missed. */
export default function Reminders() {
  const { t } = useLingui();
  const router = useRouter();
  const { viewer } = useViewer();
  const live = useLiveState();
  const staff = viewer.staff.id;
  const [since, setSince] = useState(() => remembered(staff));
  const wasStale = useRef(false);
  useEffect(() => {
    if (live === "stale") wasStale.current = true;
    if (live === "live" && wasStale.current) {
      wasStale.current = false;
      setSince(remembered(staff));
    }
  }, [live, staff]);
  const client = useClient();
  // a socket that comes back asks again with its first words: nothing is told twice
  const told = useRef(new Set<string>());
  const tell = ({ taskId, clientId, clientName, kind, dueAt }: TaskDueSubscription["taskDue"]) => {
    const once = `${taskId} ${dueAt}`;
    if (told.current.has(once)) return;
    told.current.add(once);
    sessionStorage.setItem(keyOf(staff), dueAt);
    const id = `due-${taskId}`;
    notifications.show({
      id,
      color: "brand",
      withBorder: true,
      autoClose: shownFor,
      title: kind === "CALL_BACK" ? t`Call ${clientName}` : t`Due: ${clientName}`,
      message: (
        <Group justify="space-between" wrap="nowrap" gap="sm">
          <Text size="sm">{dateTime(dueAt)}</Text>
          <Button
            variant="subtle"
            onClick={() => {
              notifications.hide(id);
              void router.navigate({ to: "/queue", search: { id: clientId, task: taskId } });
            }}
          >
            <Trans>Open</Trans>
          </Button>
        </Group>
      ),
    });
  };
  const latest = useRef(tell);
  latest.current = tell;
  // each by itself: several may fall due together, and a state would keep the last of them
  useEffect(() => {
    const due = client.executeSubscription<TaskDueSubscription>(createRequest(TaskDueDocument, { since }));
    return pipe(
      due,
      subscribe(({ data }) => data && latest.current(data.taskDue)),
    ).unsubscribe;
  }, [client, since]);
  return null;
}
