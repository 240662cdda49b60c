import type { AuditFilter } from "@brokerdesk/api";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { useClient } from "urql";
import { useMissedNews } from "../../app/live.tsx";
import { AuditPages } from "./auditPages.ts";

/** How often newer events are looked for while the page is in sight. */
const pause = 10_000;

export function useAuditPages(filter: AuditFilter) {
  const client = useClient();
  const key = JSON.stringify(filter);
  const pages = useMemo(() => new AuditPages(client, JSON.parse(key) as AuditFilter), [client, key]);
  const snapshot = useSyncExternalStore(pages.subscribe, pages.snapshot);
  useEffect(() => void pages.start(), [pages]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void pages.check();
    }, pause);
    return () => clearInterval(timer);
  }, [pages]);
  useMissedNews(() => void pages.check());
  return { pages, snapshot };
}
