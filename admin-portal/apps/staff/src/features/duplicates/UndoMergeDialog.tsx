import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal } from "@mantine/core";
import { useQuery } from "urql";
import { dateTime } from "../../app/format.ts";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import classes from "./Duplicates.module.css";
import { ClientMergesDocument } from "./documents.ts";
import { useMergeUndo } from "./useMergeUndo.ts";

/** The merges into a client, and the way back of each. */
export default function UndoMergeDialog({ client, onClose }: { client: { id: string }; onClose: () => void }) {
  const { t } = useLingui();
  const { undo, busy } = useMergeUndo();
  const [{ data, error }, read] = useQuery({
    query: ClientMergesDocument,
    variables: { clientId: client.id },
    requestPolicy: "network-only",
  });
  const merges = data?.clientMerges;
  return (
    <Modal opened onClose={onClose} title={t`Merges into this client`} size="md">
      {error && <ErrorState error={error} onRetry={() => read({ requestPolicy: "network-only" })} />}
      {!error && !merges && <Loading />}
      {merges?.length === 0 && <EmptyState title={<Trans>Nobody was merged into this client</Trans>} />}
      <ul className={classes.merges}>
        {merges?.map((merge) => (
          <li key={merge.id}>
            <span>
              {merge.others.map(({ id, number, displayName }) => (
                <span key={id} className={classes.other}>
                  {displayName} <bdi dir="ltr">{number}</bdi>
                </span>
              ))}
              <span className={classes.about}>
                <Trans>
                  {merge.createdBy.name}, {dateTime(merge.createdAt)}
                </Trans>
              </span>
            </span>
            {merge.undoneAt ? (
              <Trans>Taken back {dateTime(merge.undoneAt)}</Trans>
            ) : merge.undoable ? (
              <Button
                variant="default"
                loading={busy}
                onClick={() => void undo(merge.id).then((done) => done && onClose())}
              >
                <Trans>Take back</Trans>
              </Button>
            ) : (
              <Trans>The day to take it back is over</Trans>
            )}
          </li>
        ))}
      </ul>
    </Modal>
  );
}
