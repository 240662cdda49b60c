import type { DealFilter } from "@brokerdesk/api";
import { useSubscription } from "urql";
import { concerns, useNews } from "../common/useNews.ts";
import { useRefresh } from "../common/useRefresh.ts";
import { DealsChangedDocument } from "./documents.ts";

/** In case a word was lost. */
const refreshSeconds = 60;

/** Asks again when deals came that may belong under a filter. */
export function useDealNews(filter: DealFilter, execute: Parameters<typeof useNews>[0]): void {
  useRefresh(execute, refreshSeconds);
  const ask = useNews(execute);
  useSubscription({ query: DealsChangedDocument }, (_, news) => {
    const { accounts, missed } = news.dealsChanged;
    if (missed || accounts.some((account) => concerns(filter, account))) ask();
    return news;
  });
}
