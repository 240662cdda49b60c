import { auth } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { DoorProblem, useDoorCall } from "./Door.tsx";

/** The second step: six digits from the app, or one of the recovery codes. */
export function SecondFactorForm({
  onSignedIn,
  onEnded,
  onBack,
}: {
  onSignedIn: () => void;
  onEnded: () => void;
  onBack: () => void;
}) {
  const { t } = useLingui();
  const [kind, setKind] = useState<"code" | "recovery_code">("code");
  const [value, setValue] = useState("");
  const { call, busy, problem, wait, clear } = useDoorCall();
  if (problem?.code === "challenge_ended") queueMicrotask(onEnded);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const typed = kind === "code" ? value.replaceAll(/\s/g, "") : value.trim();
    const answer = await call(() => auth.totp(kind === "code" ? { code: typed } : { recovery_code: typed }));
    if (answer?.state === "signed_in") onSignedIn();
    else setValue("");
  };
  const other = kind === "code" ? "recovery_code" : "code";
  return (
    <form onSubmit={submit}>
      <DoorProblem problem={problem} wait={wait} />
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {kind === "code" ? (
            <Trans>Your authenticator app shows a code of six digits for this portal.</Trans>
          ) : (
            <Trans>Each recovery code works once. You received them when you set up two-step sign-in.</Trans>
          )}
        </Text>
        <TextInput
          key={kind}
          label={kind === "code" ? t`Code` : t`Recovery code`}
          name={kind}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
          autoComplete={kind === "code" ? "one-time-code" : "off"}
          inputMode={kind === "code" ? "numeric" : "text"}
          spellCheck={false}
          autoCapitalize="none"
          required
          withAsterisk={false}
          autoFocus
          dir="ltr"
          size="md"
        />
        <Button type="submit" size="md" fullWidth loading={busy} disabled={wait > 0}>
          <Trans>Continue</Trans>
        </Button>
        <Group justify="space-between" gap="xs">
          <Button variant="subtle" onClick={onBack}>
            <Trans>Back</Trans>
          </Button>
          <Button
            variant="subtle"
            onClick={() => {
              setKind(other);
              setValue("");
              clear();
            }}
          >
            {kind === "code" ? <Trans>Use a recovery code</Trans> : <Trans>Use the app instead</Trans>}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
