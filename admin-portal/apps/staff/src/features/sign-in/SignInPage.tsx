import { auth } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Anchor, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { Link, useRouter, useSearch } from "@tanstack/react-router";
import { type FormEvent, useEffect, useState } from "react";
import { session } from "../../app/session.ts";
import { Door, DoorProblem, useDoorCall } from "./Door.tsx";
import { SecondFactorForm } from "./SecondFactorForm.tsx";
import "./styles.ts";

export function SignInPage() {
  const { t } = useLingui();
  const { next, ended } = useSearch({ from: "/sign-in" });
  const router = useRouter();
  const [step, setStep] = useState<"password" | "second_factor">("password");
  const [startAgain, setStartAgain] = useState(false);

  useEffect(() => {
    void session
      .check()
      .then((state) => state === "totp_required" && setStep("second_factor"))
      .catch(() => undefined);
  }, []);

  const signedIn = () => {
    session.enter("signed_in");
    void router.navigate({ href: next ?? "/", replace: true });
  };

  if (step === "second_factor") {
    return (
      <Door title={t`Enter your code`}>
        <SecondFactorForm
          onSignedIn={signedIn}
          onEnded={() => {
            session.enter("signed_out");
            setStartAgain(true);
            setStep("password");
          }}
          onBack={() => {
            void auth.signOut().catch(() => undefined);
            session.enter("signed_out");
            setStep("password");
          }}
        />
      </Door>
    );
  }
  return (
    <Door title={t`Sign in`}>
      {startAgain ? (
        <Alert color="yellow" variant="light" mb="md" role="status">
          <Trans>The code was not entered in time, or wrong too often. Sign in again.</Trans>
        </Alert>
      ) : (
        ended && (
          <Alert color="gray" variant="light" mb="md" role="status">
            <Trans>Your session has ended. Sign in to go on where you were.</Trans>
          </Alert>
        )
      )}
      <PasswordForm
        onAnswer={(state) => {
          session.enter(state);
          if (state === "signed_in") signedIn();
          else setStep("second_factor");
        }}
      />
    </Door>
  );
}

function PasswordForm({ onAnswer }: { onAnswer: (state: "signed_in" | "totp_required") => void }) {
  const { t } = useLingui();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const { call, busy, problem, wait } = useDoorCall();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await call(() => auth.signIn(email.trim(), password));
    if (answer?.state === "signed_in" || answer?.state === "totp_required") onAnswer(answer.state);
    else setPassword("");
  };
  return (
    <form onSubmit={submit}>
      <DoorProblem problem={problem} wait={wait} />
      <Stack gap="md">
        <TextInput
          label={t`E-mail address`}
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
        <PasswordInput
          label={t`Password`}
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          required
          withAsterisk={false}
          size="md"
          visibilityToggleButtonProps={{ "aria-label": t`Show or hide the password`, tabIndex: 0 }}
        />
        <Button type="submit" size="md" fullWidth loading={busy} disabled={wait > 0}>
          <Trans>Sign in</Trans>
        </Button>
        <Anchor component={Link} to="/forgot-password" size="sm" ta="center">
          <Trans>Forgot your password?</Trans>
        </Anchor>
      </Stack>
    </form>
  );
}
