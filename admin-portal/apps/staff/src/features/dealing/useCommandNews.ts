import type { TradeCommandFilter } from "@brokerdesk/api";
import { useSubscription } from "urql";
import { concerns, useNews } from "../common/useNews.ts";
import { useRefresh } from "../common/useRefresh.ts";
import { TradeCommandChangedDocument } from "./documents.ts";

/** In case a word was lost. */
const refreshSeconds = 60;

/** Asks again when a command that may belong under a filter was asked for or moved on. */
export function useCommandNews(filter: TradeCommandFilter, execute: Parameters<typeof useNews>[0]): void {
  useRefresh(execute, refreshSeconds);
  const ask = useNews(execute);
  useSubscription({ query: TradeCommandChangedDocument }, (_, news) => {
    if (concerns(filter, news.tradeCommandChanged)) ask();
    return news;
  });
}
