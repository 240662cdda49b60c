import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile } from "@tabler/icons-react";
import { useState } from "react";
import { useQuery } from "urql";
import { ago, dateTime } from "../../app/format.ts";
import { Instant } from "../../app/Instant.tsx";
import { session as own } from "../../app/session.ts";
import { ErrorState, Loading } from "../../app/states.tsx";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, useAction } from "../../app/useAction.ts";
import { Pill } from "../clients/Pill.tsx";
import { deviceName } from "../common/device.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import classes from "./Account.module.css";
import {
  type OwnSession,
  OwnSessionsDocument,
  RevokeOtherSessionsDocument,
  RevokeSessionDocument,
} from "./documents.ts";
import { Section } from "./Section.tsx";

/** Where one is signed in, this place first. */
export function Sessions() {
  const { t } = useLingui();
  const [{ data, error }, execute] = useQuery({ query: OwnSessionsDocument, requestPolicy: "cache-and-network" });
  const [ending, setEnding] = useState(false);
  const { run } = useAction(RevokeSessionDocument, (found) => found.revokeSession);
  const refresh = () => execute({ requestPolicy: "network-only" });
  const end = async (session: OwnSession) => {
    const outcome = await run({ id: session.id });
    if (outcome.done) toast.done(t`The session has ended`);
    else if (outcome.errors[0]) toast.failed(outcome.errors[0].message);
    refresh();
  };
  const sessions = [...(data?.sessions ?? [])].sort(
    (a, b) => Number(b.current) - Number(a.current) || b.lastActiveAt.localeCompare(a.lastActiveAt),
  );
  const others = sessions.filter((session) => !session.current).length;
  return (
    <Section
      wide
      title={<Trans>Sessions</Trans>}
      about={<Trans>Where you are signed in. If you do not know one of them, end it and change your password.</Trans>}
    >
      {data === undefined ? (
        error ? (
          <ErrorState error={error} onRetry={refresh} />
        ) : (
          <Loading />
        )
      ) : (
        <ul className={classes.sessions}>
          {sessions.map((session) => (
            <SessionRow key={session.id} session={session} onEnd={() => void end(session)} />
          ))}
        </ul>
      )}
      {others > 1 && (
        <Button variant="default" onClick={() => setEnding(true)}>
          <Trans>End all other sessions</Trans>
        </Button>
      )}
      {ending && (
        <EndOthers
          onClose={() => {
            setEnding(false);
            refresh();
          }}
        />
      )}
    </Section>
  );
}

function SessionRow({ session, onEnd }: { session: OwnSession; onEnd: () => void }) {
  const { t } = useLingui();
  const device = deviceName(session.userAgent) ?? t`Unknown device`;
  const Icon = /iPhone|Android|iPad/.test(device) ? IconDeviceMobile : IconDeviceDesktop;
  return (
    <li className={classes.session}>
      <Icon size={22} stroke={1.5} aria-hidden />
      <div>
        <span className={classes.device}>
          <span title={session.userAgent ?? undefined}>{device}</span>
          {session.current && <Pill tone="good">{t`This one`}</Pill>}
        </span>
        <span className={classes.second}>
          <bdi dir="ltr">{session.ip ?? "–"}</bdi>
          {" · "}
          <Instant at={session.lastActiveAt}>
            <Trans>active {ago(session.lastActiveAt)}</Trans>
          </Instant>
          {" · "}
          <Instant at={session.createdAt}>
            <Trans>since {dateTime(session.createdAt)}</Trans>
          </Instant>
          {" · "}
          <Instant at={session.expiresAt}>
            <Trans>ends {dateTime(session.expiresAt)}</Trans>
          </Instant>
        </span>
      </div>
      {session.current ? (
        <Button variant="default" onClick={() => void own.signOut()}>
          <Trans>Sign out</Trans>
        </Button>
      ) : (
        <Button variant="default" onClick={onEnd} aria-label={t`End the session: ${device}, ${session.ip ?? ""}`}>
          <Trans>End</Trans>
        </Button>
      )}
    </li>
  );
}

function EndOthers({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(RevokeOtherSessionsDocument, (data) => data.revokeOtherSessions);
  const submit = async () => {
    const outcome = await run({});
    if (!outcome.done) return setErrors(outcome.errors);
    toast.done(t`All other sessions have ended`);
    onClose();
  };
  return (
    <FormDialog
      title={t`End all other sessions?`}
      consequence={<Trans>You are signed out everywhere but here. Unsaved work there is lost.</Trans>}
      verb={<Trans>End them</Trans>}
      danger
      busy={busy}
      ready
      errors={errors}
      onSubmit={() => void submit()}
      onClose={onClose}
    />
  );
}
