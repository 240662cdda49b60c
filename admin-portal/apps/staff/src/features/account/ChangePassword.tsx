import { Trans, useLingui } from "@lingui/react/macro";
import { Button, PasswordInput, Stack } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, errorAt, errorsElsewhere, useAction } from "../../app/useAction.ts";
import { useViewer } from "../../app/viewer.tsx";
import { Problems } from "../common/FormDialog.tsx";
import { ChangeOwnPasswordDocument } from "./documents.ts";
import { Section } from "./Section.tsx";
import "./styles.ts";

export function ChangePassword() {
  const { t } = useLingui();
  const { viewer } = useViewer();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(ChangeOwnPasswordDocument, (data) => data.changeOwnPassword);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setErrors([]);
    const outcome = await run({ input: { currentPassword: current, newPassword: next } });
    if (!outcome.done) return setErrors(outcome.errors);
    setCurrent("");
    setNext("");
    toast.done(t`Your password is changed. Your other sessions have ended.`);
  };
  const toggle = { "aria-label": t`Show or hide the password`, tabIndex: 0 };
  return (
    <Section
      title={<Trans>Password</Trans>}
      about={<Trans>Changing it ends your other sessions. A mail tells you about it.</Trans>}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <input
            className="visually-hidden"
            aria-hidden
            tabIndex={-1}
            name="email"
            autoComplete="username"
            value={viewer.email}
            readOnly
          />
          <PasswordInput
            label={t`Current password`}
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            error={errorAt(errors, "currentPassword")}
            autoComplete="current-password"
            visibilityToggleButtonProps={toggle}
          />
          <PasswordInput
            label={t`New password`}
            description={t`A few words that belong together only for you are strong and easy to keep.`}
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
            error={errorAt(errors, "newPassword")}
            autoComplete="new-password"
            visibilityToggleButtonProps={toggle}
          />
          <Problems errors={errorsElsewhere(errors, ["currentPassword", "newPassword"])} />
          <Button type="submit" w="max-content" loading={busy} disabled={current === "" || next === ""}>
            <Trans>Change password</Trans>
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
