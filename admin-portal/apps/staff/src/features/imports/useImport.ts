import { inBackground } from "@brokerdesk/api";
import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import { useQuery, useSubscription } from "urql";
import { useKept } from "../common/useKept.ts";
import { useRefresh } from "../common/useRefresh.ts";
import { ClientImportDocument, ImportChangedDocument } from "./documents.ts";
import { isBusy } from "./view.ts";

const whileBusy = 5;
const otherwise = 60;

/** One import, kept true: the server tells of each change, and it is asked now and then in case a word was lost. */
export function useImport(id: string) {
  const { t } = useLingui();
  const [{ data, error }, execute] = useQuery({
    query: ClientImportDocument,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  const kept = useKept(data, id)?.clientImport;
  // a column that the file does not name goes by its place, in the reader's words
  const found = useMemo(() => {
    const columns = kept?.columns.map((each) => (each.named ? each : { ...each, name: t`Column ${each.index + 1}` }));
    return kept && columns ? { ...kept, columns } : kept;
  }, [kept, t]);
  useRefresh(execute, found && isBusy(found.state) ? whileBusy : otherwise);
  useSubscription({ query: ImportChangedDocument }, (_, news) => {
    if (news.importChanged.id === id) execute({ requestPolicy: "network-only", ...inBackground });
    return news;
  });
  return { found, error, reload: () => execute({ requestPolicy: "network-only" }) };
}
