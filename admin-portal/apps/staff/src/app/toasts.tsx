import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button, Group, Kbd, Text } from "@mantine/core";
import { type NotificationData, notifications } from "@mantine/notifications";
import type { ReactNode } from "react";
import { shortcuts } from "./shortcuts.tsx";

/** How long the server accepts an undo token. */
export const undoMilliseconds = 8000;

/** Takes back the change that was told last, for the keyboard. */
export const undoKey = "u";

const most = 3;
const open: string[] = [];

/** Shows it at once: the oldest makes room, so that news never wait behind what is over. */
function show(toast: NotificationData, onClose?: () => void): string {
  const id = notifications.show({
    ...toast,
    withBorder: true,
    onClose: (closed) => {
      onClose?.();
      const at = open.indexOf(closed.id ?? "");
      if (at >= 0) open.splice(at, 1);
    },
  });
  open.push(id);
  while (open.length > most) {
    const oldest = open.shift();
    if (oldest !== undefined) notifications.hide(oldest);
  }
  return id;
}

export const toast = {
  done(message: ReactNode) {
    show({ message, color: "teal", autoClose: 4000 });
  },
  failed(message: ReactNode) {
    show({
      title: t`That did not work`,
      message,
      color: "red",
      autoClose: 9000,
    });
  },
  undoable(message: ReactNode, undo: () => void) {
    const take = () => {
      notifications.hide(id);
      undo();
    };
    const forget = shortcuts.add({ keys: undoKey, label: t`Undo the last change`, group: t`Everywhere`, run: take });
    const id = show(
      {
        color: "gray",
        autoClose: undoMilliseconds,
        message: (
          <Group justify="space-between" wrap="nowrap" gap="sm">
            <Text size="sm">{message}</Text>
            <Button
              variant="subtle"
              onClick={take}
              aria-keyshortcuts={undoKey}
              rightSection={
                shortcuts.enabled && (
                  <Kbd size="xs" aria-hidden>
                    {undoKey}
                  </Kbd>
                )
              }
            >
              <Trans>Undo</Trans>
            </Button>
          </Group>
        ),
      },
      forget,
    );
  },
};
