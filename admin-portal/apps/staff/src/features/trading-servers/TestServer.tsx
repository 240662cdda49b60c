import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Group, Loader, Modal, Stack } from "@mantine/core";
import { IconCircleCheck, IconPlugConnectedX } from "@tabler/icons-react";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { count } from "../../app/format.ts";
import { type ActionErrors, useAction } from "../../app/useAction.ts";
import { Problems } from "../common/FormDialog.tsx";
import { drift, milliseconds, zone } from "./clock.ts";
import { type ServerTest, TestTradingServerDocument, type TradingServer } from "./documents.ts";
import { otherProblems } from "./serverInput.ts";
import classes from "./TradingServers.module.css";

/** Tries a server as soon as it opens, and shows what was found. */
export function TestServer({
  server,
  onEdit,
  onClose,
}: {
  server: TradingServer;
  onEdit: () => void;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const [found, setFound] = useState<ServerTest>();
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(TestTradingServerDocument, (data) => data.testTradingServer);
  const { id, name } = server;
  const test = useCallback(async () => {
    setFound(undefined);
    setErrors([]);
    const outcome = await run({ id });
    if (!outcome.done) return setErrors(outcome.errors);
    if (outcome.payload.test) setFound(outcome.payload.test);
  }, [id, run]);
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void test();
  }, [test]);
  return (
    <Modal opened onClose={onClose} title={t`Test of ${name}`} size="lg">
      <Stack gap="md">
        <div aria-live="polite" aria-busy={busy}>
          {busy && (
            <div className={classes.waiting}>
              <Loader size="sm" type="dots" aria-hidden />
              <Trans>Signing in, reading clock, groups, symbols and rights. Nothing is changed on the server.</Trans>
            </div>
          )}
          {found && <Report found={found} />}
          {!busy && !found && (
            <Stack gap="md">
              <Problems errors={errors} />
              {errors.length === 0 && (
                <Alert variant="light" color="gray">
                  <Trans>Nothing was tried.</Trans>
                </Alert>
              )}
            </Stack>
          )}
        </div>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onEdit} disabled={busy}>
            <Trans>Edit server</Trans>
          </Button>
          <Button variant="default" onClick={() => void test()} loading={busy}>
            <Trans>Test again</Trans>
          </Button>
          <Button data-autofocus onClick={onClose}>
            <Trans>Close</Trans>
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Fact({ label, children }: { label: ReactNode; children: ReactNode }) {
  const none = children === null || children === undefined;
  return (
    <div>
      <dt>{label}</dt>
      <dd>{none ? "–" : children}</dd>
    </div>
  );
}

function List({ title, lines }: { title: ReactNode; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <section>
      <h3 className={classes.subject}>{title}</h3>
      <ul className={classes.list}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

export function Report({ found }: { found: ServerTest }) {
  const { t } = useLingui();
  const { clockOffsetSeconds: offset, missingRights, problems, unknownRights } = found;
  const wrong = drift(found.clockDriftSeconds);
  const number = (value: number | null | undefined) => (value == null ? null : count(value, false));
  return (
    <Stack gap="md">
      {found.good ? (
        <Alert variant="light" color="teal" icon={<IconCircleCheck size={20} aria-hidden />} title={t`All is well`}>
          <Trans>The platform can work with this server.</Trans>
        </Alert>
      ) : (
        <Alert
          variant="light"
          color="red"
          icon={<IconPlugConnectedX size={20} aria-hidden />}
          title={found.signedIn ? t`It answers, but something is missing` : t`The platform cannot work with it`}
        >
          <Trans>Mend what is named below, then test again.</Trans>
        </Alert>
      )}
      <List title={<Trans>What stood in the way</Trans>} lines={otherProblems(problems, missingRights)} />
      <List
        title={<Trans>Rights that the manager's account lacks: grant them on the trading server</Trans>}
        lines={missingRights}
      />
      <dl className={classes.report}>
        <Fact label={<Trans>Signed in</Trans>}>{found.signedIn ? t`Yes` : t`No`}</Fact>
        <Fact label={<Trans>Shortest answer</Trans>}>
          {found.latencyMs == null ? null : milliseconds(found.latencyMs)}
        </Fact>
        <Fact label={<Trans>Its clock</Trans>}>
          {offset == null ? null : <bdi dir="ltr">{zone(offset)}</bdi>}
          {wrong && <span className={classes.off}> · {wrong}</span>}
        </Fact>
        <Fact label={<Trans>Groups seen</Trans>}>{number(found.groups)}</Fact>
        <Fact label={<Trans>Symbols seen</Trans>}>{number(found.symbols)}</Fact>
      </dl>
      <List title={<Trans>Only shown by use, as it cannot be found out beforehand</Trans>} lines={unknownRights} />
    </Stack>
  );
}
