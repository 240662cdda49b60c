import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Loader } from "@mantine/core";
import { useEffect, useRef } from "react";
import { exactTime } from "../../app/format.ts";
import { rowTime } from "../../app/preciseTime.ts";
import { EmptyState, ErrorState } from "../../app/states.tsx";
import { Pill } from "../clients/Pill.tsx";
import { tableClasses } from "../common/Table.tsx";
import classes from "./Audit.module.css";
import type { AuditPages, AuditSnapshot } from "./auditPages.ts";
import type { AuditEvent } from "./documents.ts";
import { actorKindName, targetKindName } from "./labels.ts";

interface AuditTableProps {
  pages: AuditPages;
  snapshot: AuditSnapshot;
  openId: string | undefined;
  filtered: boolean;
  onOpen: (id: string) => void;
}

export function AuditTable({ pages, snapshot, openId, filtered, onOpen }: AuditTableProps) {
  const { t } = useLingui();
  const scroll = useRef<HTMLElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const { events, waiting, loading, more, error } = snapshot;

  useEffect(() => {
    const mark = end.current;
    if (mark === null || !more || loading || error) return undefined;
    const watch = new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && void pages.next(), {
      root: scroll.current,
      rootMargin: "600px",
    });
    watch.observe(mark);
    return () => watch.disconnect();
  }, [pages, more, loading, error]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another open row scrolls into view
  useEffect(() => {
    scroll.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [openId]);

  if (events.length === 0 && !loading && error === undefined) {
    return (
      <EmptyState title={filtered ? <Trans>Nothing fits these filters</Trans> : <Trans>Nothing happened yet</Trans>}>
        <Trans>Sign-ins, refusals, reads that matter and every change are kept here for good.</Trans>
      </EmptyState>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a place that scrolls must be reachable by keyboard
    <section className={classes.scroll} ref={scroll} aria-label={t`Events`} tabIndex={0}>
      {waiting.length > 0 && (
        <button
          type="button"
          className={classes.waiting}
          onClick={() => {
            pages.showWaiting();
            scroll.current?.scrollTo({ top: 0 });
          }}
        >
          <Plural value={waiting.length} one="# newer event" other="# newer events" />
        </button>
      )}
      <table className={`${tableClasses.table} ${classes.table}`}>
        <thead>
          <tr>
            <th scope="col">{t`When`}</th>
            <th scope="col">{t`Who`}</th>
            <th scope="col">{t`What`}</th>
            <th scope="col">{t`On what`}</th>
            <th scope="col" className={classes.aside}>{t`From where`}</th>
            <th scope="col" className={classes.aside}>{t`Why`}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <EventRow key={event.id} event={event} open={event.id === openId} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
      {error && <ErrorState error={error} onRetry={() => void (events.length > 0 ? pages.next() : pages.start())} />}
      <div ref={end} className={classes.end} role="status">
        {loading ? (
          <Loader size="xs" type="dots" aria-label={t`Loading`} />
        ) : (
          !more && !error && <Trans>This is where the trail begins.</Trans>
        )}
      </div>
    </section>
  );
}

function EventRow({ event, open, onOpen }: { event: AuditEvent; open: boolean; onOpen: (id: string) => void }) {
  const { t } = useLingui();
  const system = event.actorKind.toLowerCase() === "system";
  return (
    <tr
      className={classes.row}
      aria-current={open ? "true" : undefined}
      data-refused={event.refused || undefined}
      onClick={() => onOpen(event.id)}
    >
      <td className={tableClasses.nowrap}>
        <time dateTime={event.at} title={exactTime(event.at)}>
          {rowTime(event.at)}
        </time>
      </td>
      <td>
        {system ? actorKindName(event.actorKind) : event.actor}
        {event.onBehalfOf && (
          <span className={tableClasses.second}>
            <Trans>for {event.onBehalfOf}</Trans>
          </span>
        )}
        {event.actorKind.toLowerCase() !== "staff" && (
          <span className={tableClasses.second}>{system ? event.actor : actorKindName(event.actorKind)}</span>
        )}
      </td>
      <td>
        <span className={classes.what}>
          <button type="button" className={classes.open} aria-expanded={open}>
            {event.title}
          </button>
          {event.refused && <Pill tone="bad">{t`Refused`}</Pill>}
        </span>
      </td>
      <td className={classes.target}>
        {event.targetLabel ?? (event.targetKind ? targetKindName(event.targetKind) : "")}
      </td>
      <td className={`${tableClasses.nowrap} ${classes.aside}`} dir="ltr">
        {event.ip}
      </td>
      <td className={`${classes.why} ${classes.aside}`} title={event.reason ?? undefined}>
        {event.reason}
      </td>
    </tr>
  );
}
