import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { ReactNode } from "react";

/** How long the server accepts an undo token. */
export const undoMilliseconds = 8000;

export const toast = {
  done(message: ReactNode) {
    notifications.show({ message, color: "teal", autoClose: 4000, withBorder: true });
  },
  failed(message: ReactNode) {
    notifications.show({
      title: t`That did not work`,
      message,
      color: "red",
      autoClose: 9000,
      withBorder: true,
    });
  },
  undoable(message: ReactNode, undo: () => void) {
    const id = notifications.show({
      color: "gray",
      withBorder: true,
      autoClose: undoMilliseconds,
      message: (
        <Group justify="space-between" wrap="nowrap" gap="sm">
          <Text size="sm">{message}</Text>
          <Button
            variant="subtle"
            onClick={() => {
              notifications.hide(id);
              undo();
            }}
          >
            <Trans>Undo</Trans>
          </Button>
        </Group>
      ),
    });
  },
};
