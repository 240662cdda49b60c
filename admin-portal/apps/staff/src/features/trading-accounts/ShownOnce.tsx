import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Checkbox, Group, Modal, Stack } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { CopyButton } from "../common/CopyButton.tsx";
import classes from "./TradingAccounts.module.css";

interface ShownOnceProps {
  title: string;
  /** What happened, above the values. */
  children?: ReactNode;
  /** Values with their names; those that are secret are seen this once. */
  values: readonly { label: string; value: string; secret?: boolean }[];
  onClose: () => void;
}

/** Shows what is seen only now. With a secret it is not closed by a slip: neither a click outside nor Escape. */
export function ShownOnce({ title, children, values, onClose }: ShownOnceProps) {
  const { t } = useLingui();
  const [kept, setKept] = useState(false);
  const secret = values.some((each) => each.secret);
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size="lg"
      withCloseButton={!secret}
      closeOnClickOutside={!secret}
      closeOnEscape={!secret}
    >
      <Stack gap="md">
        {children}
        {secret && (
          <Alert variant="light" color="yellow">
            <Trans>
              The password is shown this once and kept nowhere. Give it to the client by a way that both of you trust.
            </Trans>
          </Alert>
        )}
        {values.map(({ label, value, secret: hidden }) => (
          <div key={label} className={classes.once}>
            <span>{label}</span>
            <code dir="ltr" {...(hidden ? { "data-secret": true } : {})}>
              {value}
            </code>
            <CopyButton text={value} />
          </div>
        ))}
        <Group justify={secret ? "space-between" : "flex-end"} gap="xs">
          {secret && (
            <Checkbox
              size="sm"
              label={t`I have passed it on or stored it`}
              checked={kept}
              onChange={(event) => setKept(event.currentTarget.checked)}
            />
          )}
          <Button disabled={secret && !kept} onClick={onClose}>
            <Trans>Done</Trans>
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
