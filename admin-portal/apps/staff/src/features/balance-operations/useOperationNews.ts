import type { BalanceFilter } from "@brokerdesk/api";
import { useSubscription } from "urql";
import { concerns, useNews } from "../common/useNews.ts";
import { useRefresh } from "../common/useRefresh.ts";
import { BalanceOperationChangedDocument } from "./documents.ts";

/** In case a word was lost. */
const refreshSeconds = 60;

/** Asks again when an operation that may belong under a filter was asked for or moved on. */
export function useOperationNews(filter: BalanceFilter, execute: Parameters<typeof useNews>[0]): void {
  useRefresh(execute, refreshSeconds);
  const ask = useNews(execute);
  useSubscription({ query: BalanceOperationChangedDocument }, (_, news) => {
    if (concerns(filter, news.balanceOperationChanged)) ask();
    return news;
  });
}
