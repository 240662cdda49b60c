import type { ImportOutcome, ImportProblemKindInput } from "@brokerdesk/api";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { useClient } from "urql";
import { RowPages } from "./rowPages.ts";

/** Rows of an import by outcome and kind of mistake; read anew when `from` changes. */
export function useRowPages(
  id: string,
  outcomes: readonly ImportOutcome[] | null,
  from: string | number,
  size?: number,
  problem?: ImportProblemKindInput,
) {
  const client = useClient();
  const key = JSON.stringify(outcomes);
  const kind = JSON.stringify(problem ?? null);
  const pages = useMemo(
    () => new RowPages(client, id, JSON.parse(key), size, JSON.parse(kind) ?? undefined),
    [client, id, key, size, kind],
  );
  const snapshot = useSyncExternalStore(pages.subscribe, pages.snapshot);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another state of the import has other rows
  useEffect(() => void pages.start(), [pages, from]);
  return { pages, snapshot };
}
