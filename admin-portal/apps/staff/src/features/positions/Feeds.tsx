import type { FeedState } from "@brokerdesk/api";
import { useLingui } from "@lingui/react/macro";
import { IconAlertTriangle, IconCircleCheck, IconPlugConnectedX } from "@tabler/icons-react";
import { exactTime } from "../../app/format.ts";
import { age } from "../../app/preciseTime.ts";
import { useNow } from "../common/useNow.ts";
import type { Feed } from "./documents.ts";
import { feedStates } from "./labels.ts";
import classes from "./Positions.module.css";
import { useTrusted } from "./useBeats.ts";

const icons: Record<FeedState, typeof IconCircleCheck> = {
  FRESH: IconCircleCheck,
  STALE: IconAlertTriangle,
  DOWN: IconPlugConnectedX,
};

interface FeedsProps {
  feeds: readonly Feed[];
  /** When the last beat came, in milliseconds; undefined before the first. */
  at?: number | undefined;
  /** Asked for again and again instead of pushed: when the last answer came, and how long it is good for, in milliseconds. */
  polled?: { at: number; for: number };
}

/** How old each server's figures are. Without a socket, or when a beat is late, nothing counts as fresh. */
export function Feeds({ feeds, at, polled }: FeedsProps) {
  const { t, i18n } = useLingui();
  const pushed = useTrusted(at);
  const now = useNow();
  const trusted = polled ? now - polled.at <= polled.for : pushed;
  const shown = feeds.map((feed) => ({
    ...feed,
    state: feed.state === "FRESH" && !trusted ? ("STALE" as const) : feed.state,
  }));
  const wrong = shown.filter(({ state }) => state !== "FRESH");
  return (
    <>
      <ul className={classes.feeds} aria-label={t`Feeds`}>
        {shown.map(({ serverId, serverName, state, asOf, said }) => {
          const Icon = icons[state];
          return (
            <li key={serverId} className={classes.feed} data-state={state} title={said ?? undefined}>
              <Icon size={14} stroke={1.8} aria-hidden />
              <b>{serverName}</b> <span>{i18n._(feedStates[state])}</span>
              {asOf && (
                <time dateTime={asOf} title={exactTime(asOf)}>
                  {age(asOf, now)}
                </time>
              )}
              {said && <span className="visually-hidden">{said}</span>}
            </li>
          );
        })}
      </ul>
      <span role="status" className="visually-hidden">
        {wrong.map(({ serverName, state }) => `${serverName}: ${i18n._(feedStates[state])}`).join(", ")}
      </span>
    </>
  );
}
