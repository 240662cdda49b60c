import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Anchor, Button } from "@mantine/core";
import { IconArrowRight, IconFilter, IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { exactTime } from "../../app/format.ts";
import { Masked } from "../../app/Masked.tsx";
import { useViewer } from "../../app/viewer.tsx";
import { Pill } from "../clients/Pill.tsx";
import { deviceName } from "../common/device.ts";
import classes from "./Audit.module.css";
import { listChange } from "./changes.ts";
import type { AuditEvent } from "./documents.ts";
import { actorKindName, auditFieldName, targetKindName } from "./labels.ts";

interface EventPanelProps {
  event: AuditEvent;
  onClose: () => void;
  onTarget: (id: string) => void;
}

/** Everything that the trail says about one event. */
export default function EventPanel({ event, onClose, onTarget }: EventPanelProps) {
  const { t } = useLingui();
  const { can } = useViewer();
  const { targetId } = event;
  const label = event.targetLabel ?? (event.targetKind ? targetKindName(event.targetKind) : undefined);
  return (
    <aside className={classes.panel} aria-label={t`Event ${event.seq}`}>
      <div className={classes.panelHead}>
        <div>
          <h2 className={classes.panelTitle}>{event.title}</h2>
          <span className={classes.seq}>
            #{event.seq} · <code dir="ltr">{event.action}</code>
          </span>
        </div>
        {event.refused && <Pill tone="bad">{t`Refused`}</Pill>}
        <ActionIcon variant="subtle" color="gray" size={28} aria-label={t`Close the side panel`} onClick={onClose}>
          <IconX size={17} />
        </ActionIcon>
      </div>
      <dl className={classes.facts}>
        <Fact name={t`When`}>
          <time dateTime={event.at}>{exactTime(event.at)}</time>
        </Fact>
        <Fact name={t`Who`}>
          {event.actor} · {actorKindName(event.actorKind)}
        </Fact>
        {event.onBehalfOf && <Fact name={t`On behalf of`}>{event.onBehalfOf}</Fact>}
        {label && (
          <Fact name={t`On what`}>
            {event.targetKind === "client" && targetId && event.targetLabel && can("client.view") ? (
              <Anchor component={Link} to="/clients/$id" params={{ id: targetId } as never} size="sm">
                {label}
              </Anchor>
            ) : (
              label
            )}
          </Fact>
        )}
        {event.reason && <Fact name={t`Why`}>{event.reason}</Fact>}
        <Fact name={t`From where`}>
          <span dir="ltr">{event.ip ?? "–"}</span>
          {event.userAgent && <span title={event.userAgent}> · {deviceName(event.userAgent)}</span>}
        </Fact>
        {event.sessionId && (
          <Fact name={t`Session`}>
            <code dir="ltr">{event.sessionId}</code>
          </Fact>
        )}
        {event.requestId && (
          <Fact name={t`Request`}>
            <code dir="ltr">{event.requestId}</code>
          </Fact>
        )}
      </dl>
      {event.changes.length > 0 && (
        <>
          <h3 className={classes.subtitle}>
            <Trans>Before and after</Trans>
          </h3>
          <dl className={classes.changes}>
            {event.changes.map((change) => (
              <div key={change.field}>
                <dt>{auditFieldName(change.field)}</dt>
                <dd>
                  {change.field === "rules" ? (
                    <RightsChange before={change.before.display} after={change.after.display} />
                  ) : (
                    <>
                      <span className={classes.before}>
                        <Masked value={change.before} />
                      </span>
                      <IconArrowRight size={13} aria-label={t`became`} className={classes.arrow ?? ""} />
                      <span className={classes.after}>
                        <Masked value={change.after} />
                      </span>
                    </>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {targetId && (
        <Button
          variant="default"
          className={classes.sameTarget ?? ""}
          leftSection={<IconFilter size={14} aria-hidden />}
          onClick={() => onTarget(targetId)}
        >
          <Trans>Everything about this record</Trans>
        </Button>
      )}
    </aside>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function RightsChange({ before, after }: { before?: string | null | undefined; after?: string | null | undefined }) {
  const { gone, come, kept } = listChange(before, after);
  return (
    <ul className={classes.rights}>
      {gone.map((right) => (
        <li key={`- ${right}`} className={classes.gone}>
          <span className="visually-hidden">
            <Trans>taken away:</Trans>{" "}
          </span>
          − {right}
        </li>
      ))}
      {come.map((right) => (
        <li key={`+ ${right}`} className={classes.come}>
          <span className="visually-hidden">
            <Trans>given:</Trans>{" "}
          </span>
          + {right}
        </li>
      ))}
      {kept > 0 && (
        <li className={classes.kept}>
          <Trans>{kept} unchanged</Trans>
        </li>
      )}
    </ul>
  );
}
