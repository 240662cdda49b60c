import type { FeedState } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { IconAlertTriangle, IconPlugConnectedX } from "@tabler/icons-react";
import { exactTime } from "../../app/format.ts";
import { age } from "../../app/preciseTime.ts";
import { tableClasses } from "../common/Table.tsx";
import { useNow } from "../common/useNow.ts";
import { feedStates } from "../positions/labels.ts";
import { milliseconds } from "./clock.ts";
import type { TradingServer } from "./documents.ts";
import { feedKinds } from "./labels.ts";
import classes from "./TradingServers.module.css";

type Lag = NonNullable<TradingServer["lag"]>;

const icons: Partial<Record<FeedState, typeof IconAlertTriangle>> = {
  STALE: IconAlertTriangle,
  DOWN: IconPlugConnectedX,
};

/** How far behind its server what is known of it is: the age of the last answer by feed, and how late the newest deal came. */
export function ServerLag({ lag: { dealDelayMs, feeds } }: { lag: Lag }) {
  const { t, i18n } = useLingui();
  const now = useNow();
  return (
    <>
      <ul className={classes.lags} aria-label={t`Lag by feed`}>
        {feeds.map(({ asOf, kind, said, state }) => {
          const Icon = icons[state];
          return (
            <li key={kind} data-state={state} title={said ?? undefined}>
              <span>{i18n._(feedKinds[kind])}</span>
              {asOf ? (
                <time dateTime={asOf} title={exactTime(asOf)}>
                  {age(asOf, now)}
                </time>
              ) : (
                "–"
              )}
              {Icon && (
                <>
                  <Icon size={13} stroke={1.8} aria-hidden /> <b>{i18n._(feedStates[state])}</b>
                </>
              )}
              {said && <span className="visually-hidden">{said}</span>}
            </li>
          );
        })}
      </ul>
      {dealDelayMs != null && (
        <span className={tableClasses.second}>
          <Trans>
            newest deal seen after <bdi dir="ltr">{milliseconds(dealDelayMs)}</bdi>
          </Trans>
        </span>
      )}
    </>
  );
}
