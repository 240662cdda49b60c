import type { BulkOutcome } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group, Modal } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { count } from "../../../app/format.ts";
import { EmptyState, ErrorState, Loading } from "../../../app/states.tsx";
import { FileLink } from "../../common/files/FileLink.tsx";
import { ownWords } from "../../common/files/takeFile.ts";
import classes from "./Bulk.module.css";
import { type BulkRow, BulkRowsDocument, type ClientBulk } from "./documents.ts";

const shownRows = 50;
type Part = "all" | "changed" | "left";
const outcomes: Record<Part, BulkOutcome[] | undefined> = {
  all: undefined,
  changed: ["CHANGED", "UNDONE"],
  left: ["REFUSED", "UNDO_REFUSED"],
};

/** What became of each client of an act: changed from what to what, or left and why; those that were left as a file too. */
export default function BulkResults({ bulk, onClose }: { bulk: ClientBulk; onClose: () => void }) {
  const { t } = useLingui();
  const left = bulk.refused + bulk.undoRefused;
  const [part, setPart] = useState<Part>(left > 0 ? "left" : "all");
  const parts: [Part, string, number][] = [
    ["all", t`All`, bulk.total],
    ["changed", t`Changed`, bulk.changed],
    ["left", t`Left as they were`, left],
  ];
  return (
    <Modal opened onClose={onClose} title={t`What became of each client`} size="lg">
      <Group role="group" aria-label={t`Which clients`} gap="xs" mb="sm">
        {parts.map(([key, label, of]) => (
          <Button
            key={key}
            size="compact-sm"
            variant={part === key ? "filled" : "default"}
            aria-pressed={part === key}
            onClick={() => setPart(key)}
          >
            {label} · {count(of, false)}
          </Button>
        ))}
      </Group>
      <ul className={classes.reasons} aria-label={t`What became of each client`} key={part}>
        <RowsPage id={bulk.id} part={part} after={undefined} />
      </ul>
      {left > 0 && (
        <FileLink href={`/bulk/${bulk.id}/failed.csv`} name="clients-not-changed.csv" own={ownWords.bulkRows} mt="md">
          <Trans>Download those that were left</Trans>
        </FileLink>
      )}
    </Modal>
  );
}

/** One page of rows, and below it the next one once it is asked for. */
function RowsPage({ id, part, after }: { id: string; part: Part; after: string | undefined }) {
  const [more, setMore] = useState(false);
  const asked = outcomes[part];
  const [{ data, error }, execute] = useQuery({
    query: BulkRowsDocument,
    variables: { id, first: shownRows, ...(asked ? { outcomes: asked } : {}), ...(after ? { after } : {}) },
    requestPolicy: "network-only",
  });
  const page = data?.clientBulkRows;
  if (!page) {
    return (
      <li>
        {error ? <ErrorState error={error} onRetry={() => execute({ requestPolicy: "network-only" })} /> : <Loading />}
      </li>
    );
  }
  if (page.edges.length === 0 && !after) {
    return (
      <li>
        <EmptyState title={<Trans>None</Trans>} />
      </li>
    );
  }
  const { hasNextPage, endCursor } = page.pageInfo;
  return (
    <>
      {page.edges.map(({ node }) => (
        <li key={node.row}>
          {node.client ? (
            `${node.client.displayName} · ${node.client.number}`
          ) : (
            <Trans>A client beyond your reach</Trans>
          )}
          <small>
            <Became row={node} />
          </small>
        </li>
      ))}
      {hasNextPage &&
        (more ? (
          <RowsPage id={id} part={part} after={endCursor ?? undefined} />
        ) : (
          <li>
            <Button variant="subtle" size="compact-sm" onClick={() => setMore(true)}>
              <Trans>Show more</Trans>
            </Button>
          </li>
        ))}
    </>
  );
}

function Became({ row }: { row: BulkRow }) {
  const was = row.was || "–";
  const became = row.became || "–";
  switch (row.outcome) {
    case "CHANGED":
      return (
        <Trans>
          Changed from {was} to {became}
        </Trans>
      );
    case "SAME":
      return <Trans>Was so already</Trans>;
    case "UNDONE":
      return <Trans>Stands as before: {was}</Trans>;
    case "WAITING":
      return <Trans>Not looked at: the change was stopped before</Trans>;
    default:
      return row.message;
  }
}
