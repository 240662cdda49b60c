import { inBackground } from "@brokerdesk/api";
import { useQuery, useSubscription } from "urql";
import { useKept } from "../common/useKept.ts";
import { useRefresh } from "../common/useRefresh.ts";
import { ClientImportDocument, ImportChangedDocument } from "./documents.ts";
import { isBusy } from "./view.ts";

const whileBusy = 5;
const otherwise = 60;

/** One import, kept true: the server tells of each change, and it is asked now and then in case a word was lost. */
export function useImport(id: string) {
  const [{ data, error }, execute] = useQuery({
    query: ClientImportDocument,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  const found = useKept(data, id)?.clientImport;
  useRefresh(execute, found && isBusy(found.state) ? whileBusy : otherwise);
  useSubscription({ query: ImportChangedDocument }, (_, news) => {
    if (news.importChanged.id === id) execute({ requestPolicy: "network-only", ...inBackground });
    return news;
  });
  return { found, error, reload: () => execute({ requestPolicy: "network-only" }) };
}
