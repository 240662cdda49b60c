import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Anchor, Button, Checkbox, Group, Modal, Stack } from "@mantine/core";
import { useState } from "react";
import { useViewer } from "../../app/viewer.tsx";
import { CopyButton } from "../common/CopyButton.tsx";
import classes from "./ApiKeys.module.css";
import type { ApiKey } from "./documents.ts";
import { curlExample, curlListExample } from "./keyInput.ts";

/** The one time that a secret is seen. It is not closed by a slip: neither a click outside nor Escape. */
export function SecretDialog({ made, onClose }: { made: { key: ApiKey; secret: string }; onClose: () => void }) {
  const { t } = useLingui();
  const { viewer } = useViewer();
  const [stored, setStored] = useState(false);
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const { key, secret } = made;
  const origin = `${window.location.protocol}//${viewer.broker.apiHost}`;
  const example = key.scopes.includes("client.create")
    ? curlExample(origin, secret, idempotencyKey)
    : curlListExample(origin, secret);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`The secret of ${key.name}`}
      size="lg"
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <Stack gap="md">
        <Alert variant="light" color="yellow">
          <Trans>
            This is the only time it is shown: only its fingerprint is kept. Store it where the website's server reads
            it.
          </Trans>
        </Alert>
        <div className={classes.secret}>
          <code dir="ltr" data-secret>
            {secret}
          </code>
          <CopyButton text={secret} onCopied={() => setStored(true)}>
            <Trans>Copy secret</Trans>
          </CopyButton>
        </div>
        <div>
          <div className={classes.exampleHead}>
            <h3 className={classes.legend}>
              <Trans>Try it</Trans>
            </h3>
            <CopyButton text={example} />
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways */}
          <pre className={classes.example} role="region" dir="ltr" tabIndex={0} aria-label={t`Example of a call`}>
            {example}
          </pre>
          <Anchor href={`${origin}/docs`} target="_blank" rel="noopener" size="sm">
            <Trans>Documentation of the API</Trans>
          </Anchor>
        </div>
        <Group justify="space-between" gap="xs">
          <Checkbox
            size="sm"
            label={t`I have stored the secret`}
            checked={stored}
            onChange={(event) => setStored(event.currentTarget.checked)}
          />
          <Button disabled={!stored} onClick={onClose}>
            <Trans>Done</Trans>
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
