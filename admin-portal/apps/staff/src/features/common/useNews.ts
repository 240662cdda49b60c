import { inBackground } from "@brokerdesk/api";
import { useCallback, useEffect, useRef } from "react";

type Execute = (options: { requestPolicy: "network-only" } & typeof inBackground) => void;

/** News come in bursts: one question answers those of this long. */
const gatheredMs = 300;

/** Gives what to call at each word of news: the query is asked again soon after, once for all that come meanwhile. */
export function useNews(execute: Execute): () => void {
  const latest = useRef(execute);
  latest.current = execute;
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () => () => {
      clearTimeout(waiting.current);
      waiting.current = undefined;
    },
    [],
  );
  return useCallback(() => {
    waiting.current ??= setTimeout(() => {
      waiting.current = undefined;
      // a page out of sight asks when it is looked at again
      if (document.visibilityState === "visible") latest.current({ requestPolicy: "network-only", ...inBackground });
    }, gatheredMs);
  }, []);
}

/** Whose account a list shows; what is absent does not count. */
interface Shown {
  accountId?: string | null | undefined;
  clientId?: string | null | undefined;
}

/** Whether news of an account may change a list. News that were lost are of everybody's. */
export function concerns({ accountId, clientId }: Shown, news: Shown & { missed?: boolean }): boolean {
  if (news.missed) return true;
  return (!accountId || accountId === news.accountId) && (!clientId || clientId === news.clientId);
}
