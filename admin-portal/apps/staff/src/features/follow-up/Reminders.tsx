import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useRouter } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useClient } from "urql";
import { pipe, subscribe } from "wonka";
import { dateTime } from "../../app/format.ts";
import { useLiveState } from "../../app/live.tsx";
import { useViewer } from "../../app/viewer.tsx";
import { TaskDueDocument } from "./documents.ts";

/** Up to when this person was reminded in this tab: a page that loads again goes on from there. */
const keyOf = (staff: string) => `bd-reminded-${staff}`;

function remembered(staff: string): string {
  return sessionStorage.getItem(keyOf(staff)) ?? new Date().toISOString();
}

/** A word at the time of each task of the viewer's; after a lost connection, of those that were missed. */
export default function Reminders() {
  const { t } = useLingui();
  const client = useClient();
  const router = useRouter();
  const { viewer } = useViewer();
  const live = useLiveState();
  const staff = viewer.staff.id;
  const [turn, setTurn] = useState(0);
  const wasStale = useRef(false);
  // the socket subscribes again by itself with the first words: asked anew, it goes on from the last reminder
  useEffect(() => {
    if (live === "stale") wasStale.current = true;
    if (live === "live" && wasStale.current) {
      wasStale.current = false;
      setTurn((n) => n + 1);
    }
  }, [live]);
  const words = useRef(t);
  words.current = t;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn asks anew
  useEffect(() => {
    const since = remembered(staff);
    sessionStorage.setItem(keyOf(staff), since);
    const said = pipe(
      client.subscription(TaskDueDocument, { since }),
      subscribe(({ data }) => {
        if (!data) return;
        const { taskId, clientId, clientName, kind, dueAt } = data.taskDue;
        sessionStorage.setItem(keyOf(staff), dueAt);
        notifications.show({
          id: `due-${taskId}`,
          color: "brand",
          withBorder: true,
          autoClose: 20_000,
          title: kind === "CALL_BACK" ? words.current`Call ${clientName}` : words.current`Due: ${clientName}`,
          message: (
            <Group justify="space-between" wrap="nowrap" gap="sm">
              <Text size="sm">{dateTime(dueAt)}</Text>
              <Button
                variant="subtle"
                onClick={() => {
                  notifications.hide(`due-${taskId}`);
                  void router.navigate({ to: "/queue", search: { id: clientId } });
                }}
              >
                <Trans>Open</Trans>
              </Button>
            </Group>
          ),
        });
      }),
    );
    return () => said.unsubscribe();
  }, [client, router, staff, turn]);
  return null;
}
