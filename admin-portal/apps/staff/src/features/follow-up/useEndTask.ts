import { useLingui } from "@lingui/react/macro";
import { useClient } from "urql";
import { dateTime } from "../../app/format.ts";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { ClientDetailDocument } from "../clients/documents.ts";
import { ChangeTaskDocument, type Task } from "./documents.ts";

/**
 * Ends a task: mine did, a colleague had, or it is open still. Where a colleague was faster the client is read again, and one sentence says
 * what the task is now: its step is at hand where it is shown.
 */
export function useEndTask() {
  const { t } = useLingui();
  const urql = useClient();
  const { run, busy } = useAction(ChangeTaskDocument, (data) => data.changeTask);
  const end = async (
    clientId: string,
    task: Task,
    state: "DONE" | "CANCELLED",
  ): Promise<"mine" | "theirs" | "open"> => {
    const outcome = await run({ input: { id: task.id, version: task.version, state } });
    if (outcome.done) return "mine";
    if (!outcome.errors.some((error) => error.code === "conflict")) {
      if (outcome.errors[0]) toast.failed(outcome.errors[0].message);
      return "open";
    }
    const again = urql.query(ClientDetailDocument, { id: clientId }, { requestPolicy: "network-only" });
    const now = (await again.toPromise()).data?.client?.profile?.tasks.find(({ id }) => id === task.id);
    if (now?.state === "OPEN") {
      const when = dateTime(now.dueAt);
      const name = now.assignee?.name ?? t`nobody`;
      toast.failed(t`A colleague changed it meanwhile: it is for ${name}, due ${when}. It is still open.`);
      return "open";
    }
    if (now?.state === "DONE") toast.done(t`A colleague has done it already.`);
    else if (now?.state === "CANCELLED") toast.done(t`A colleague has cancelled it already.`);
    else toast.done(t`It is not open any more.`);
    return "theirs";
  };
  return { end, busy };
}
