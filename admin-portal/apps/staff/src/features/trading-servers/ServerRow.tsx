import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconArchive, IconArchiveOff, IconPencil } from "@tabler/icons-react";
import { LabelPill, Pill } from "../clients/Pill.tsx";
import { Age } from "../common/Age.tsx";
import { RowMenu } from "../common/RowMenu.tsx";
import { tableClasses } from "../common/Table.tsx";
import { drift, milliseconds, zone } from "./clock.ts";
import type { TradingServer } from "./documents.ts";
import { environments, products, serverStates } from "./labels.ts";
import { ServerLag } from "./ServerLag.tsx";
import classes from "./TradingServers.module.css";

export type ServerDialog = "test" | "edit" | "archive";

/** Servers are asked once a minute: after two missed rounds their figures are old. */
const staleAfter = 150;

export function ServerRow({ server, onOpen }: { server: TradingServer; onOpen: (dialog: ServerDialog) => void }) {
  const { t } = useLingui();
  const { archived, failures, lastError, name } = server;
  const none = <span className={tableClasses.dimmed}>–</span>;
  const address = `${server.host}:${server.port}`;
  const wrong = drift(server.clockDriftSeconds);
  return (
    <tr>
      <th scope="row">
        {name}
        <span className={classes.marks}>
          <Pill tone="neutral">{products[server.kind]}</Pill>
          <LabelPill label={environments[server.environment]} />
        </span>
      </th>
      <td>
        <bdi dir="ltr" className={classes.address} title={address}>
          {address}
        </bdi>
        <span className={tableClasses.second}>
          <Trans>
            as <bdi dir="ltr">{server.manager}</bdi>
          </Trans>
        </span>
      </td>
      <td>
        <LabelPill label={serverStates[server.state]} />
        {server.state === "UNTRIED" && (
          <span className={classes.words}>
            <Trans>Test it to see whether the platform can work with it.</Trans>
          </span>
        )}
        {server.state === "FAILING" && (
          <span className={classes.words}>
            {lastError}
            {failures > 1 && (
              <span className={tableClasses.second}>
                <Plural value={failures} one="# attempt failed" other="# attempts in a row failed" />
              </span>
            )}
          </span>
        )}
      </td>
      <td className={`${tableClasses.number} ${tableClasses.nowrap}`}>
        {server.lagMs == null ? none : milliseconds(server.lagMs)}
      </td>
      <td>{server.lag ? <ServerLag lag={server.lag} /> : none}</td>
      <td className={tableClasses.nowrap}>
        {server.clockOffsetSeconds == null ? none : <bdi dir="ltr">{zone(server.clockOffsetSeconds)}</bdi>}
        {wrong && <span className={`${tableClasses.second} ${classes.off}`}>{wrong}</span>}
      </td>
      <td className={tableClasses.nowrap}>
        {server.lastAnswerAt ? (
          <Age at={server.lastAnswerAt} staleAfter={archived ? Number.POSITIVE_INFINITY : staleAfter} />
        ) : (
          <span className={tableClasses.dimmed}>{t`Never`}</span>
        )}
      </td>
      <td className={tableClasses.end}>
        <span className={classes.actions}>
          {!archived && (
            <Button variant="default" onClick={() => onOpen("test")} aria-label={t`Test ${name}`}>
              <Trans>Test</Trans>
            </Button>
          )}
          <RowMenu
            label={t`What can be done with ${name}`}
            actions={[
              {
                label: t`Edit`,
                icon: IconPencil,
                run: () => onOpen("edit"),
                reason: archived ? t`It is archived: restore it first.` : undefined,
              },
              archived
                ? { label: t`Restore`, icon: IconArchiveOff, run: () => onOpen("archive") }
                : { label: t`Archive`, icon: IconArchive, run: () => onOpen("archive"), danger: true },
            ]}
          />
        </span>
      </td>
    </tr>
  );
}
