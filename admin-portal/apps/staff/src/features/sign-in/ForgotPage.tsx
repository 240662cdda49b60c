import { auth } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button, Stack, Text, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { Door, DoorProblem, useDoorCall } from "./Door.tsx";
import "./styles.ts";

/** Says the same whether the address is known or not. */
export function ForgotPage() {
  const { t } = useLingui();
  const [email, setEmail] = useState("");
  const [sent, setSent] = useState(false);
  const { call, busy, problem, wait } = useDoorCall();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const done = await call(async () => {
      await auth.forgot(email.trim());
      return true;
    });
    if (done) setSent(true);
  };
  const back = (
    <Anchor component={Link} to="/sign-in" size="sm" ta="center">
      <Trans>Back to sign in</Trans>
    </Anchor>
  );
  if (sent) {
    return (
      <Door title={t`Look into your mailbox`}>
        <Stack gap="md">
          <Text size="sm" role="status">
            <Trans>
              If <bdi dir="ltr">{email.trim()}</bdi> belongs to an account here, a link to set a new password is on its
              way. It works once and for a short time.
            </Trans>
          </Text>
          {back}
        </Stack>
      </Door>
    );
  }
  return (
    <Door title={t`Set a new password`}>
      <form onSubmit={submit}>
        <DoorProblem problem={problem} wait={wait} />
        <Stack gap="md">
          <TextInput
            label={t`E-mail address`}
            description={t`The one you sign in with. We send a link there.`}
            type="email"
            name="email"
            autoComplete="username"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            required
            withAsterisk={false}
            autoFocus
            dir="ltr"
            size="md"
          />
          <Button type="submit" size="md" fullWidth loading={busy} disabled={wait > 0}>
            <Trans>Send the link</Trans>
          </Button>
          {back}
        </Stack>
      </form>
    </Door>
  );
}
