import { useCountdown } from "@brokerdesk/ui";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal } from "@mantine/core";
import { IconShieldCheck, IconShieldOff } from "@tabler/icons-react";
import { useState } from "react";
import { useQuery } from "urql";
import { ErrorState, Loading } from "../../app/states.tsx";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import classes from "./Account.module.css";
import { DisableTotpDocument, OwnSecurityDocument, RenewRecoveryCodesDocument } from "./documents.ts";
import { EnrolTotp } from "./EnrolTotp.tsx";
import { RecoveryCodes } from "./RecoveryCodes.tsx";
import { Section } from "./Section.tsx";

/** Fewer than this and it is time for new ones. */
const fewCodes = 3;

export function SecondFactor() {
  const { t } = useLingui();
  const [{ data, error }, execute] = useQuery({ query: OwnSecurityDocument, requestPolicy: "cache-and-network" });
  const [open, setOpen] = useState<"enrol" | "disable" | "renew">();
  const refresh = () => execute({ requestPolicy: "network-only" });
  const close = () => {
    setOpen(undefined);
    refresh();
  };
  const state = data?.viewer;
  return (
    <Section
      title={<Trans>Two-step sign-in</Trans>}
      about={
        <Trans>A code from your phone beside the password. Guarded actions such as roles and API keys need it.</Trans>
      }
    >
      {state === undefined ? (
        error ? (
          <ErrorState error={error} onRetry={refresh} />
        ) : (
          <Loading />
        )
      ) : state.totpEnabled ? (
        <>
          <p className={`${classes.state} ${classes.good}`}>
            <IconShieldCheck size={18} aria-hidden /> <Trans>Switched on</Trans>
          </p>
          <p className={`${classes.state} ${state.recoveryCodesLeft < fewCodes ? classes.warn : ""}`}>
            <Plural
              value={state.recoveryCodesLeft}
              _0="No recovery code is left. Make new ones now."
              one="# recovery code is left. Make new ones."
              other="# recovery codes are left."
            />
          </p>
          <StepUpState until={state.stepUpUntil ?? undefined} />
          <div className={classes.buttons}>
            <Button variant="default" onClick={() => setOpen("renew")}>
              <Trans>Make new recovery codes</Trans>
            </Button>
            <Button variant="default" onClick={() => setOpen("disable")}>
              <Trans>Switch off</Trans>
            </Button>
          </div>
        </>
      ) : (
        <>
          <p className={`${classes.state} ${classes.warn}`}>
            <IconShieldOff size={18} aria-hidden />{" "}
            <Trans>Switched off: a stolen password is enough to sign in as you.</Trans>
          </p>
          <Button onClick={() => setOpen("enrol")}>
            <Trans>Set it up</Trans>
          </Button>
        </>
      )}
      {open === "enrol" && <EnrolTotp onClose={close} onEnrolled={() => toast.done(t`Two-step sign-in is on`)} />}
      {open === "disable" && <DisableTotp onClose={close} />}
      {open === "renew" && <RenewCodes onClose={close} />}
    </Section>
  );
}

/** Whether guarded actions go through without another code, and for how long. */
function StepUpState({ until }: { until: string | undefined }) {
  const left = useCountdown(until === undefined ? undefined : Date.parse(until));
  const minutes = Math.ceil(left / 60);
  return (
    <p className={classes.state}>
      {left > 0 ? (
        <Plural
          value={minutes}
          one="Confirmed: guarded actions ask for no code for # more minute."
          other="Confirmed: guarded actions ask for no code for # more minutes."
        />
      ) : (
        <Trans>The next guarded action asks for a code.</Trans>
      )}
    </p>
  );
}

function DisableTotp({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(DisableTotpDocument, (data) => data.disableTotp);
  const submit = async () => {
    const outcome = await run({});
    if (!outcome.done) return setErrors(outcome.errors);
    toast.done(t`Two-step sign-in is off`);
    onClose();
  };
  return (
    <FormDialog
      title={t`Switch off two-step sign-in?`}
      consequence={
        <Trans>
          Your password alone will open your account, guarded actions will be closed to you, and your recovery codes
          stop working. You get a mail about it.
        </Trans>
      }
      verb={<Trans>Switch off</Trans>}
      danger
      busy={busy}
      ready
      errors={errors}
      onSubmit={() => void submit()}
      onClose={onClose}
    />
  );
}

function RenewCodes({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const [errors, setErrors] = useState<ActionErrors>([]);
  const [codes, setCodes] = useState<readonly string[]>();
  const { run, busy } = useAction(RenewRecoveryCodesDocument, (data) => data.renewRecoveryCodes);
  const submit = async () => {
    const outcome = await run({});
    if (!outcome.done) return setErrors(outcome.errors);
    setCodes(outcome.payload.codes ?? []);
  };
  if (codes !== undefined) {
    return (
      <Modal
        opened
        onClose={onClose}
        title={t`Keep your recovery codes`}
        size="md"
        closeOnClickOutside={false}
        closeOnEscape={false}
        withCloseButton={false}
      >
        <RecoveryCodes codes={codes} onDone={onClose} />
      </Modal>
    );
  }
  return (
    <FormDialog
      title={t`Make new recovery codes?`}
      consequence={<Trans>The codes that you have now stop working.</Trans>}
      verb={<Trans>Make new codes</Trans>}
      busy={busy}
      ready
      errors={errors}
      onSubmit={() => void submit()}
      onClose={onClose}
    />
  );
}
