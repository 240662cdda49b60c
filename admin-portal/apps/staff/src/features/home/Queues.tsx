import { Trans, useLingui } from "@lingui/react/macro";
import { Title } from "@mantine/core";
import { Link, type LinkProps } from "@tanstack/react-router";
import { useQuery } from "urql";
import { count } from "../../app/format.ts";
import { ErrorState, Loading } from "../../app/states.tsx";
import { useViewer } from "../../app/viewer.tsx";
import { useKept } from "../common/useKept.ts";
import { useRefresh } from "../common/useRefresh.ts";
import { dayEnd } from "../follow-up/when.ts";
import { OpenAlertsDocument, QueueFiguresDocument } from "./documents.ts";
import classes from "./Home.module.css";

const refreshSeconds = 60;
/** Where the server stops counting: operations and tasks, and clients. */
const [many, manyClients] = [1_000, 10_000];

interface Tile {
  key: string;
  value: number | null | undefined;
  label: string;
  /** Somebody should look at it before anything else. */
  urgent?: boolean;
  most?: number;
  to: LinkProps["to"];
  search: LinkProps["search"];
}

/** What waits now. A list that the reader may not see has no tile. */
export function Queues({ now, zone }: { now: number; zone: string }) {
  const { t } = useLingui();
  const [{ data, error }, execute] = useQuery({
    query: QueueFiguresDocument,
    variables: { dayEnd: dayEnd(new Date(now), zone).toISOString() },
    requestPolicy: "cache-and-network",
  });
  useRefresh(execute, refreshSeconds);
  const { can } = useViewer();
  const [{ data: watched }, look] = useQuery({ query: OpenAlertsDocument, pause: !can("audit.watch") });
  useRefresh((options) => can("audit.watch") && look(options), refreshSeconds);
  const figures = useKept(data)?.queueFigures;
  if (figures === undefined) {
    return error ? (
      <ErrorState error={error} onRetry={() => execute({ requestPolicy: "network-only" })} />
    ) : (
      <Loading />
    );
  }
  const commands = (queue: "waiting" | "unknown") => ({
    to: "/positions" as const,
    search: { tab: "commands" as const, queue },
  });
  const tiles: Tile[] = [
    {
      key: "alerts",
      value: watched?.openWatchAlerts,
      label: t`Alerts of unusual reading`,
      urgent: true,
      to: "/alerts",
      search: {},
    },
    {
      key: "balanceWaiting",
      value: figures.balanceWaiting,
      label: t`Money waits for approval`,
      to: "/balance-operations",
      search: {},
    },
    {
      key: "balanceUnknown",
      value: figures.balanceUnknown,
      label: t`Money, outcome unknown`,
      urgent: true,
      to: "/balance-operations",
      search: { tab: "unknown" as const },
    },
    {
      key: "commandsWaiting",
      value: figures.commandsWaiting,
      label: t`Trades wait for approval`,
      ...commands("waiting"),
    },
    {
      key: "commandsUnknown",
      value: figures.commandsUnknown,
      label: t`Trades, outcome unknown`,
      urgent: true,
      ...commands("unknown"),
    },
    {
      key: "overdue",
      value: figures.overdue,
      label: t`Overdue call-backs and tasks`,
      urgent: true,
      to: "/queue",
      search: { whose: "EVERYBODY" as const, only: "overdue" as const },
    },
    {
      key: "fresh",
      value: figures.fresh,
      label: t`New leads nobody has spoken with`,
      to: "/queue",
      search: { whose: "EVERYBODY" as const, only: "fresh" as const },
    },
    {
      key: "kycPending",
      value: figures.kycPending,
      label: t`KYC to be checked`,
      most: manyClients,
      to: "/clients",
      search: { filter: { join: "all" as const, items: [{ field: "kycStatus" as const, values: ["PENDING"] }] } },
    },
  ];
  return (
    <section aria-labelledby="home-queues" className={classes.section}>
      <Title order={2} size="h5" id="home-queues">
        <Trans>What waits now</Trans>
      </Title>
      <div className={classes.tiles}>
        {tiles
          .filter(({ value }) => typeof value === "number")
          .map(({ key, label, most = many, search, to, urgent, value }) => (
            <Link
              key={key}
              to={to as "/clients"}
              search={search as never}
              className={classes.tile}
              data-urgent={(urgent && (value ?? 0) > 0) || undefined}
            >
              <span className={classes.tileValue}>{count(value ?? 0, (value ?? 0) >= most)}</span>
              <span className={classes.tileLabel}>{label}</span>
            </Link>
          ))}
      </div>
    </section>
  );
}
