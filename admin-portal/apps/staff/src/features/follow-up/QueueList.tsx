import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconPhone, IconPhoneOff, IconSquareCheck, IconUserPlus } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { ago, count, exactTime } from "../../app/format.ts";
import { StatusPill } from "../clients/Pill.tsx";
import type { Part, QueueItem } from "./items.ts";
import classes from "./Queue.module.css";

const titles: Record<Part, MessageDescriptor> = {
  overdue: msg`Overdue`,
  today: msg`Today`,
  fresh: msg`New leads`,
  later: msg`Later`,
};
/** Where the server stops counting. */
const most = 1000;
const order: readonly Part[] = ["overdue", "today", "fresh", "later"];

interface QueueListProps {
  items: readonly QueueItem[];
  counts: Record<Part, number> | undefined;
  chosen: string | undefined;
  /** Names who is to do it. */
  team: boolean;
  onChoose: (item: QueueItem) => void;
  onMore: (() => void) | undefined;
  /** How many are shown at most, where more wait than that. */
  cut: number | undefined;
}

/** What waits, in the order in which it is worked off. */
export function QueueList({ items, counts, chosen, team, onChoose, onMore, cut }: QueueListProps) {
  const { i18n } = useLingui();
  return (
    <div className={classes.parts}>
      {order.map((part) => {
        const own = items.filter((item) => item.part === part);
        if (own.length === 0) return null;
        const total = counts?.[part] ?? own.length;
        return (
          <section key={part} aria-label={i18n._(titles[part])}>
            <h2 className={classes.partTitle} data-part={part}>
              {i18n._(titles[part])}
              <span className={classes.partCount}>{count(total, total >= most)}</span>
            </h2>
            <ul className={classes.items}>
              {own.map((item) => (
                <Row key={item.key} item={item} chosen={item.key === chosen} team={team} onChoose={onChoose} />
              ))}
            </ul>
          </section>
        );
      })}
      {onMore && (
        <Button variant="default" className={classes.more ?? ""} onClick={onMore}>
          <Trans>Show more</Trans>
        </Button>
      )}
      {cut !== undefined && (
        <p className={classes.cut} role="note">
          <Trans>More wait than the {cut} that are shown. What is worked off makes room for them.</Trans>
        </p>
      )}
    </div>
  );
}

interface RowProps {
  item: QueueItem;
  chosen: boolean;
  team: boolean;
  onChoose: (item: QueueItem) => void;
}

function Row({ item, chosen, team, onChoose }: RowProps) {
  const { t } = useLingui();
  const { client, task } = item;
  const row = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView?.({ block: "nearest" });
  }, [chosen]);
  const at = task?.dueAt ?? client.createdAt;
  return (
    <li>
      <button
        ref={row}
        type="button"
        className={classes.row}
        aria-current={chosen || undefined}
        data-part={item.part}
        onClick={() => onChoose(item)}
      >
        <Mark item={item} />
        <span className={classes.who}>
          <span className={classes.name}>{client.displayName}</span>
          <bdi dir="ltr" className={classes.number}>
            {client.number}
          </bdi>
        </span>
        <time className={classes.at} dateTime={at} title={exactTime(at)}>
          {ago(at)}
        </time>
        <span className={classes.what}>
          <StatusPill status={client.stage === "DEPOSITOR" ? client.retentionStatus : client.salesStatus} />
          <span className={classes.text}>
            {task?.text ?? (task?.hasText ? t`Open the client to read what is to be done` : "")}
          </span>
          {team && <span className={classes.assignee}>{(task?.assignee ?? client.owner)?.name ?? t`Nobody`}</span>}
        </span>
      </button>
    </li>
  );
}

function Mark({ item }: { item: QueueItem }) {
  const { t } = useLingui();
  if (item.task === undefined)
    return <IconUserPlus size={16} className={classes.mark} role="img" aria-label={t`New lead`} />;
  if (item.client.doNotCall)
    return <IconPhoneOff size={16} className={classes.mark} role="img" aria-label={t`Task; must not be called`} />;
  return item.task.kind === "CALL_BACK" ? (
    <IconPhone size={16} className={classes.mark} role="img" aria-label={t`Call-back`} />
  ) : (
    <IconSquareCheck size={16} className={classes.mark} role="img" aria-label={t`Task`} />
  );
}
