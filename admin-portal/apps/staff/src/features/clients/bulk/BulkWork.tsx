import { inBackground } from "@brokerdesk/api";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button, CloseButton, Progress } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useQuery } from "urql";
import { count } from "../../../app/format.ts";
import { toast } from "../../../app/toasts.tsx";
import { useAction } from "../../../app/useAction.ts";
import { useViewer } from "../../../app/viewer.tsx";
import { useKept } from "../../common/useKept.ts";
import { useRefresh } from "../../common/useRefresh.ts";
import classes from "./Bulk.module.css";
import { dismiss, isDismissed } from "./dismissed.ts";
import {
  type ClientBulk,
  ClientBulkDocument,
  ClientBulksDocument,
  StopBulkDocument,
  UndoBulkDocument,
} from "./documents.ts";
import "./styles.ts";

const BulkResults = lazy(() => import("./BulkResults.tsx"));

const busyStates = ["RUNNING", "UNDOING"];
const isBusy = (bulk: Pick<ClientBulk, "state">) => busyStates.includes(bulk.state);

interface BulkWorkProps {
  /** What was begun here; without it, what the viewer began before: at work still, or ended not longer ago than it can be undone. */
  id: string | undefined;
  /** Clients have changed: the list is asked again. */
  onMoved: () => void;
  onClose: () => void;
}

/** How far the change of many clients is, and what came of it. */
export default function BulkWork({ id, onMoved, onClose }: BulkWorkProps) {
  const { viewer } = useViewer();
  const [{ data }] = useQuery({
    query: ClientBulksDocument,
    variables: {},
    requestPolicy: "cache-and-network",
    pause: id !== undefined || Boolean(viewer.preview),
  });
  const [put, setPut] = useState<string>();
  const theirs = data?.clientBulks ?? [];
  // the newest first: of what has ended only the last, and only while it can still be taken back
  const last = theirs.find((bulk) => !isBusy(bulk));
  const worth = last && Date.parse(last.undoUntil) > Date.now() && last.id !== put && !isDismissed(last.id);
  const found = id ?? theirs.find(isBusy)?.id ?? (worth ? last.id : undefined);
  // the people of a role that is looked at did not begin it
  if (!found || viewer.preview) return null;
  const close = () => {
    dismiss(found);
    setPut(found);
    onClose();
  };
  return <Watched key={found} id={found} fresh={id !== undefined} onMoved={onMoved} onClose={close} />;
}

function Watched({ id, fresh, onMoved, onClose }: BulkWorkProps & { id: string; fresh: boolean }) {
  const { t } = useLingui();
  const [{ data }, execute] = useQuery({
    query: ClientBulkDocument,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  const [telling, setTelling] = useState(false);
  const { run: runStop } = useAction(StopBulkDocument, (sent) => sent.stopBulk);
  const { run: runUndo } = useAction(UndoBulkDocument, (sent) => sent.undoBulk);
  const bulk = useKept(data, id)?.clientBulk;
  const busy = bulk ? isBusy(bulk) : true;
  useRefresh(execute, busy ? 1 : 60);
  const again = () => execute({ requestPolicy: "network-only", ...inBackground });
  const step = async (act: typeof runUndo | typeof runStop) => {
    const outcome = await act({ id });
    if (!outcome.done && outcome.errors[0]) toast.failed(outcome.errors[0].message);
    again();
  };
  const latest = useRef(step);
  latest.current = step;
  // biome-ignore lint/correctness/useExhaustiveDependencies: said once for each act that was begun
  useEffect(() => {
    if (fresh) toast.undoable(t`The change has begun`, () => void latest.current(runUndo));
  }, [id]);
  const moved = useRef(onMoved);
  moved.current = onMoved;
  // what had ended before it was found here moves nothing any more
  const was = useRef(fresh);
  const known = bulk !== undefined && bulk !== null;
  useEffect(() => {
    if (!known) return;
    if (was.current && !busy) moved.current();
    was.current = busy;
  }, [known, busy]);
  if (!bulk) return null;
  const left = bulk.refused + bulk.undoRefused;
  return (
    <section className={classes.bar} aria-label={t`Change of many clients`}>
      {busy && <Bar bulk={bulk} />}
      <span role="status">
        <Words bulk={bulk} />
      </span>
      <span className={classes.spacer} />
      {!busy && (
        <Button variant="subtle" onClick={() => setTelling(true)}>
          {left > 0 ? (
            <Plural value={left} one="Why # was left" other="Why # were left" />
          ) : (
            <Trans>What became of each</Trans>
          )}
        </Button>
      )}
      {bulk.state === "RUNNING" && (
        <Button variant="default" onClick={() => void step(runStop)}>
          <Trans>Stop</Trans>
        </Button>
      )}
      {bulk.undoable && (
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size={14} aria-hidden />}
          onClick={() => void step(runUndo)}
        >
          <Trans>Undo the change</Trans>
        </Button>
      )}
      {!busy && <CloseButton aria-label={t`Close`} onClick={onClose} />}
      <Suspense>{telling && <BulkResults bulk={bulk} onClose={() => setTelling(false)} />}</Suspense>
    </section>
  );
}

function Bar({ bulk }: { bulk: ClientBulk }) {
  const { t } = useLingui();
  const undoing = bulk.state === "UNDOING";
  const total = undoing ? bulk.changed : bulk.total;
  const done = undoing ? bulk.undone + bulk.undoRefused : bulk.changed + bulk.same + bulk.refused;
  const value = total > 0 ? Math.floor((done * 100) / total) : 0;
  return <Progress className={classes.progress ?? ""} value={value} aria-label={t`How far it is`} animated />;
}

function Words({ bulk }: { bulk: ClientBulk }) {
  const digits = (n: number) => count(n, false);
  const { state } = bulk;
  if (state === "UNDOING" || state === "UNDONE") {
    return (
      <Trans>
        {digits(bulk.undone)} of {digits(bulk.changed)} stand as before
      </Trans>
    );
  }
  const same = digits(bulk.same);
  return (
    <>
      {state === "STOPPED" && (
        <>
          <Trans>Stopped:</Trans>{" "}
        </>
      )}
      <Trans>
        {digits(bulk.changed)} of {digits(bulk.total)} changed
      </Trans>
      {bulk.same > 0 && (
        <>
          {", "}
          <Trans>{same} were so already</Trans>
        </>
      )}
    </>
  );
}
