import { graphql, type TimelineEntriesQuery, type TimelineKind } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import {
  IconArrowRight,
  IconChartCandle,
  IconCoins,
  IconEye,
  IconKey,
  IconNote,
  IconPencil,
  IconPhone,
} from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useQuery } from "urql";
import { ago, exactTime } from "../../../app/format.ts";
import { Masked } from "../../../app/Masked.tsx";
import { EmptyState, ErrorState, Loading } from "../../../app/states.tsx";
import { useCustomBook } from "../../custom-fields/useCustomBook.ts";
import { timelineKinds } from "../labels.ts";
import { changedFieldName } from "./changedFields.ts";
import classes from "./Timeline.module.css";

const TimelineDocument = graphql(`
  query TimelineEntries($clientId: ID!, $first: Int!, $after: String, $kinds: [TimelineKind!]) {
    clientTimeline(clientId: $clientId, first: $first, after: $after, kinds: $kinds) {
      edges {
        cursor
        node {
          id
          at
          kind
          action
          title
          actor
          reason
          changes {
            field
            before { display masked present canReveal }
            after { display masked present canReveal }
          }
          note { ...NoteFields }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

type Entry = TimelineEntriesQuery["clientTimeline"]["edges"][number]["node"];
const icons = {
  NOTE: IconNote,
  CONTACT: IconPhone,
  MONEY: IconCoins,
  TRADING: IconChartCandle,
  CHANGE: IconPencil,
  READ: IconEye,
  CREDENTIAL: IconKey,
};
const kinds = Object.keys(timelineKinds) as TimelineKind[];
const pageSize = 30;

/** Everything that happened around a client, newest first. */
export function Timeline({ clientId, revision }: { clientId: string; revision: number }) {
  const { t, i18n } = useLingui();
  const [chosen, setChosen] = useState<readonly TimelineKind[]>([]);
  const toggle = (kind: TimelineKind) =>
    setChosen((old) =>
      old.includes(kind)
        ? old.filter((each) => each !== kind)
        : kinds.filter((each) => each === kind || old.includes(each)),
    );
  return (
    <div className={classes.timeline}>
      <div className={classes.kinds} role="group" aria-label={t`Kinds of events`}>
        <button type="button" className={classes.kind} aria-pressed={chosen.length === 0} onClick={() => setChosen([])}>
          <Trans>All</Trans>
        </button>
        {kinds.map((kind) => (
          <button
            key={kind}
            type="button"
            className={classes.kind}
            aria-pressed={chosen.includes(kind)}
            onClick={() => toggle(kind)}
          >
            {i18n._(timelineKinds[kind])}
          </button>
        ))}
      </div>
      <ol className={classes.list} key={chosen.join()}>
        <TimelinePage clientId={clientId} kinds={chosen} after={null} revision={revision} />
      </ol>
    </div>
  );
}

interface PageProps {
  clientId: string;
  kinds: readonly TimelineKind[];
  after: string | null;
  revision: number;
}

/** One page of entries, and below it the next one once it is asked for. */
function TimelinePage({ clientId, kinds: chosen, after, revision }: PageProps) {
  const [more, setMore] = useState(false);
  const [{ data, error, fetching }, execute] = useQuery({
    query: TimelineDocument,
    variables: { clientId, first: pageSize, after, ...(chosen.length > 0 ? { kinds: [...chosen] } : {}) },
    requestPolicy: "cache-and-network",
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another revision asks again
  useEffect(() => {
    if (revision > 0 && after === null) execute({ requestPolicy: "network-only" });
  }, [revision]);
  const page = data?.clientTimeline;
  if (page === undefined) {
    return (
      <li>
        {error ? <ErrorState error={error} onRetry={() => execute({ requestPolicy: "network-only" })} /> : <Loading />}
      </li>
    );
  }
  if (page.edges.length === 0 && after === null) {
    return (
      <li>
        <EmptyState title={<Trans>Nothing here yet</Trans>}>
          <Trans>Notes, changes and views of this client appear here as they happen.</Trans>
        </EmptyState>
      </li>
    );
  }
  return (
    <>
      {page.edges.map(({ node }) => (
        <TimelineEntry key={node.id} entry={node} />
      ))}
      {page.pageInfo.hasNextPage &&
        (more ? (
          <TimelinePage
            clientId={clientId}
            kinds={chosen}
            after={page.pageInfo.endCursor ?? null}
            revision={revision}
          />
        ) : (
          <li className={classes.more}>
            <Button variant="default" loading={fetching} onClick={() => setMore(true)}>
              <Trans>Show earlier</Trans>
            </Button>
          </li>
        ))}
    </>
  );
}

function TimelineEntry({ entry }: { entry: Entry }) {
  const { i18n } = useLingui();
  const { fields } = useCustomBook();
  const Icon = icons[entry.kind];
  return (
    <li className={classes.entry}>
      <span className={classes.icon}>
        <Icon size={14} stroke={1.7} aria-label={i18n._(timelineKinds[entry.kind])} />
      </span>
      <div className={classes.body}>
        <div className={classes.title}>
          <span>{entry.title}</span>
          <time className={classes.at} dateTime={entry.at} title={exactTime(entry.at)}>
            {ago(entry.at)}
          </time>
        </div>
        <div className={classes.actor}>{entry.actor}</div>
        {entry.note && <div className={classes.note}>{entry.note.text}</div>}
        {entry.changes.length > 0 && (
          <dl className={classes.changes}>
            {entry.changes.map((change) => (
              <div key={change.field}>
                <dt>{changedFieldName(change.field, fields)}</dt>
                <dd>
                  <Masked value={change.before} />
                  <IconArrowRight size={12} aria-hidden className={classes.arrow ?? ""} />
                  <Masked value={change.after} />
                </dd>
              </div>
            ))}
          </dl>
        )}
        {entry.reason && <div className={classes.reason}>“{entry.reason}”</div>}
      </div>
    </li>
  );
}
