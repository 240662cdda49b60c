import { auth, Problem, type StepUpDemand } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { problemText } from "./errors.ts";

/** Asks for a code, or sends the person to where one is set up. */
export default function StepUpDialog({
  demand,
  onSettled,
}: {
  demand: StepUpDemand | undefined;
  onSettled: (granted: boolean) => void;
}) {
  const { t } = useLingui();
  const shown = useRef<StepUpDemand>(undefined);
  // mounted closed even where it is wanted at once: what had the focus gets it back
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  if (demand !== undefined) shown.current = demand;
  return (
    <Modal
      opened={ready && demand !== undefined}
      onClose={() => onSettled(false)}
      title={shown.current === "totp_not_enrolled" ? t`Two-step sign-in is needed` : t`Confirm that it is you`}
      size="sm"
      zIndex={400}
    >
      {shown.current === "totp_not_enrolled" ? (
        <EnrolFirst onSettled={onSettled} />
      ) : (
        <CodeForm onSettled={onSettled} />
      )}
    </Modal>
  );
}

function EnrolFirst({ onSettled }: { onSettled: (granted: boolean) => void }) {
  const router = useRouter();
  return (
    <Stack gap="md">
      <Text size="sm">
        <Trans>
          This action is protected by a code from an authenticator app, and your account has none yet. Set it up on your
          security page, then do this again.
        </Trans>
      </Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={() => onSettled(false)}>
          <Trans>Not now</Trans>
        </Button>
        <Button
          data-autofocus
          onClick={() => {
            onSettled(false);
            void router.navigate({ href: "/account/security" });
          }}
        >
          <Trans>Open security page</Trans>
        </Button>
      </Group>
    </Stack>
  );
}

function CodeForm({ onSettled }: { onSettled: (granted: boolean) => void }) {
  const { t } = useLingui();
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await auth.stepUp({ code: code.replaceAll(/\s/g, "") });
      onSettled(true);
    } catch (error) {
      setCode("");
      setProblem(error instanceof Problem ? problemText(error) : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm">
          <Trans>This action needs a fresh code. It then holds for ten minutes.</Trans>
        </Text>
        {problem && (
          <Alert color="red" variant="light" role="alert">
            {problem}
          </Alert>
        )}
        <TextInput
          data-autofocus
          label={t`Code from your authenticator app`}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={12}
          required
          withAsterisk={false}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => onSettled(false)}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={busy} disabled={code.trim().length < 6}>
            <Trans>Confirm</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
