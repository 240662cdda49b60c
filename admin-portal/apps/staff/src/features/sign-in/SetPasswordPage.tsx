import { auth, type LinkInfo } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button, PasswordInput, Stack, Text } from "@mantine/core";
import { Link, useRouter } from "@tanstack/react-router";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { session } from "../../app/session.ts";
import { Loading } from "../../app/states.tsx";
import { toast } from "../../app/toasts.tsx";
import { Door, DoorProblem, useDoorCall } from "./Door.tsx";
import "./styles.ts";

/** The token of a mailed link: after `#`, so that it never travels to a server or in a Referer. */
export function tokenOf(hash: string): string | undefined {
  return new URLSearchParams(hash.replace(/^#/, "")).get("token") ?? undefined;
}

/** In another language the page is drawn anew: the secret, no longer in the address, must outlive that. */
let opened: string | undefined;

function openedToken(): string | undefined {
  opened = tokenOf(window.location.hash) ?? opened;
  return opened;
}

/** Where the mails for an invitation and for a forgotten password lead. */
export function SetPasswordPage() {
  const { t } = useLingui();
  const [token] = useState(openedToken);
  const [link, setLink] = useState<LinkInfo>();
  const { call, problem, wait } = useDoorCall();
  const asked = useRef(false);
  useEffect(() => {
    if (token === undefined || asked.current) return;
    asked.current = true;
    window.history.replaceState(window.history.state, "", window.location.pathname);
    void call(() => auth.openLink(token)).then((info) => info && setLink(info));
  });

  if (token !== undefined && link !== undefined) return <NewPasswordForm token={token} link={link} />;
  if (token !== undefined && problem === undefined) return <Loading page />;
  return (
    <Door title={t`This link does not work`}>
      <DoorProblem problem={problem} wait={wait} />
      <Stack gap="md">
        <Text size="sm">
          {token === undefined ? (
            <Trans>The address is not complete. Open the link in the mail again, or copy it whole.</Trans>
          ) : (
            <Trans>
              Links work once and for a limited time. Ask for a new one below; an invitation is sent again by the person
              who invited you.
            </Trans>
          )}
        </Text>
        <Anchor component={Link} to="/forgot-password" size="sm">
          <Trans>Send me a new link</Trans>
        </Anchor>
      </Stack>
    </Door>
  );
}

function NewPasswordForm({ token, link }: { token: string; link: LinkInfo }) {
  const { t } = useLingui();
  const router = useRouter();
  const [password, setPassword] = useState("");
  const { call, busy, problem, wait } = useDoorCall();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await call(() => auth.setPassword(token, password));
    if (answer === undefined) return;
    opened = undefined;
    session.enter("signed_out");
    toast.done(t`Your password is set. Sign in with it.`);
    void router.navigate({ to: "/sign-in", replace: true });
  };
  const { name } = link;
  return (
    <Door title={link.purpose === "invite" ? t`Welcome, ${name}` : t`Set a new password`}>
      <form onSubmit={submit}>
        <DoorProblem problem={problem} wait={wait} />
        <Stack gap="md">
          <Text size="sm">
            {link.purpose === "invite" ? (
              <Trans>Choose a password for your account.</Trans>
            ) : (
              <Trans>Everybody who is signed in with your account will be signed out.</Trans>
            )}
          </Text>
          <input
            className="visually-hidden"
            aria-hidden
            tabIndex={-1}
            name="email"
            autoComplete="username"
            value={link.email}
            readOnly
          />
          <Text size="sm">
            <Trans>
              Account: <bdi dir="ltr">{link.email}</bdi>
            </Trans>
          </Text>
          <PasswordInput
            label={t`New password`}
            description={t`A few words that belong together only for you are strong and easy to keep.`}
            name="new-password"
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            required
            withAsterisk={false}
            autoFocus
            size="md"
            visibilityToggleButtonProps={{ "aria-label": t`Show or hide the password`, tabIndex: 0 }}
          />
          <Button type="submit" size="md" fullWidth loading={busy} disabled={wait > 0}>
            <Trans>Save password</Trans>
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
