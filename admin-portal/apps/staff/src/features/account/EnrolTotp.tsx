import { auth, type BeginTotpMutation, errorCode, Problem } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Group, Modal, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useMutation } from "urql";
import { errorText, problemText } from "../../app/errors.ts";
import { type ActionErrors, errorAt } from "../../app/useAction.ts";
import { CopyButton } from "../common/CopyButton.tsx";
import { Problems } from "../common/FormDialog.tsx";
import classes from "./Account.module.css";
import { BeginTotpDocument, ConfirmTotpDocument } from "./documents.ts";
import { RecoveryCodes } from "./RecoveryCodes.tsx";
import { codeOf, inGroups, isCode, qrImage } from "./totpForm.ts";
import "./styles.ts";

type Enrolment = NonNullable<BeginTotpMutation["beginTotp"]["enrolment"]>;
type Step = { at: "password" } | { at: "scan"; enrolment: Enrolment } | { at: "codes"; codes: readonly string[] };

/**
 * A person without a second factor proves who he is by the password; then scan, confirm, keep the codes. These
 * mutations ask for no code from the usual step-up dialog: there is none yet.
 */
const alone = { steppedUp: true } as object;

export function EnrolTotp({ onClose, onEnrolled }: { onClose: () => void; onEnrolled: () => void }) {
  const { t } = useLingui();
  const [step, setStep] = useState<Step>({ at: "password" });
  const shown = step.at === "codes";
  return (
    <Modal
      opened
      onClose={onClose}
      title={shown ? t`Keep your recovery codes` : t`Set up two-step sign-in`}
      size="md"
      closeOnClickOutside={!shown}
      closeOnEscape={!shown}
      withCloseButton={!shown}
    >
      {step.at === "password" && (
        <PasswordStep onCancel={onClose} onBegun={(enrolment) => setStep({ at: "scan", enrolment })} />
      )}
      {step.at === "scan" && (
        <ScanStep
          enrolment={step.enrolment}
          onCancel={onClose}
          onAgain={() => setStep({ at: "password" })}
          onCodes={(codes) => {
            setStep({ at: "codes", codes });
            onEnrolled();
          }}
        />
      )}
      {step.at === "codes" && <RecoveryCodes codes={step.codes} onDone={onClose} />}
    </Modal>
  );
}

function PasswordStep({ onCancel, onBegun }: { onCancel: () => void; onBegun: (enrolment: Enrolment) => void }) {
  const { t } = useLingui();
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [, begin] = useMutation(BeginTotpDocument);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await auth.stepUp({ password });
      const { data, error } = await begin({}, alone);
      const enrolment = data?.beginTotp.enrolment;
      if (enrolment) onBegun(enrolment);
      else setProblem(error ? errorText(error) : data?.beginTotp.errors[0]?.message);
    } catch (error) {
      const wrong = error instanceof Problem && error.code === "invalid_code";
      setProblem(wrong ? t`The password is wrong.` : error instanceof Problem ? problemText(error) : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm">
          <Trans>
            From then on, signing in asks for a code from your phone too, and so do the actions that are guarded. First,
            confirm that it is you.
          </Trans>
        </Text>
        <PasswordInput
          data-autofocus
          label={t`Your password`}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={problem}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ "aria-label": t`Show or hide the password`, tabIndex: 0 }}
        />
        <Buttons onCancel={onCancel} busy={busy} ready={password !== ""} verb={<Trans>Continue</Trans>} />
      </Stack>
    </form>
  );
}

interface ScanStepProps {
  enrolment: Enrolment;
  onCancel: () => void;
  onAgain: () => void;
  onCodes: (codes: readonly string[]) => void;
}

function ScanStep({ enrolment, onCancel, onAgain, onCodes }: ScanStepProps) {
  const { t } = useLingui();
  const [code, setCode] = useState("");
  const [errors, setErrors] = useState<ActionErrors>([]);
  const [problem, setProblem] = useState<string>();
  const [{ fetching }, confirm] = useMutation(ConfirmTotpDocument);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setErrors([]);
    setProblem(undefined);
    const { data, error } = await confirm({ input: { code: codeOf(code) } }, alone);
    if (errorCode(error) === "step_up_required") return onAgain();
    if (error) return setProblem(errorText(error));
    const payload = data?.confirmTotp;
    if (payload?.codes) return onCodes(payload.codes);
    setCode("");
    setErrors(payload?.errors ?? []);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <ol className={classes.steps}>
          <li>
            <Trans>Open an authenticator app on your phone and add an account.</Trans>
          </li>
          <li>
            <Trans>Scan this picture, or type the key below it.</Trans>
          </li>
          <li>
            <Trans>Type the six digits that the app then shows.</Trans>
          </li>
        </ol>
        <img className={classes.qr} src={qrImage(enrolment.qrSvg)} alt={t`QR code for your authenticator app`} />
        <div className={classes.secret}>
          <code dir="ltr" data-totp-secret>
            {inGroups(enrolment.secret)}
          </code>
          <CopyButton text={enrolment.secret}>
            <Trans>Copy key</Trans>
          </CopyButton>
        </div>
        {problem && (
          <Alert color="red" variant="light" role="alert">
            {problem}
          </Alert>
        )}
        <Problems errors={errors.filter((error) => !error.path.includes("code"))} />
        <TextInput
          data-autofocus
          label={t`Code from the app`}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={errorAt(errors, "code")}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={12}
        />
        <Buttons onCancel={onCancel} busy={fetching} ready={isCode(code)} verb={<Trans>Switch on</Trans>} />
      </Stack>
    </form>
  );
}

function Buttons({
  onCancel,
  busy,
  ready,
  verb,
}: {
  onCancel: () => void;
  busy: boolean;
  ready: boolean;
  verb: React.ReactNode;
}) {
  return (
    <Group justify="flex-end" gap="xs">
      <Button variant="default" onClick={onCancel}>
        <Trans>Cancel</Trans>
      </Button>
      <Button type="submit" loading={busy} disabled={!ready}>
        {verb}
      </Button>
    </Group>
  );
}
