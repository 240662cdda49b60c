import type { DealFilter } from "@brokerdesk/api";
import { useSubscription } from "urql";
import { concerns, useNews } from "../common/useNews.ts";
import { useRefresh } from "../common/useRefresh.ts";
import { DealsChangedDocument } from "./documents.ts";

/** In case a word was lost. */
const refreshSeconds = 60;
/** While several pages are shown, each of which moves on with the first: somebody reads there. */
const calmSeconds = 20;

/** Asks again when deals came that may belong under a filter; with `calm`, only now and then. */
export function useDealNews(filter: DealFilter, execute: Parameters<typeof useNews>[0], calm = false): void {
  useRefresh(execute, calm ? calmSeconds : refreshSeconds);
  const ask = useNews(execute);
  useSubscription({ query: DealsChangedDocument }, (_, news) => {
    const { accounts, missed } = news.dealsChanged;
    if (!calm && (missed || accounts.some((account) => concerns(filter, account)))) ask();
    return news;
  });
}
