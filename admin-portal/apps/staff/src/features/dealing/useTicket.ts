import { useQuery } from "urql";
import { useKept } from "../common/useKept.ts";
import { useRefresh } from "../common/useRefresh.ts";
import { DealingRuleDocument, TradeTicketDocument } from "./documents.ts";

/** Prices in a dealing form are asked for anew this often. */
const quoteSeconds = 2;

/** Which symbol: by itself, or as the one of a position or an order. */
export interface Target {
  symbol?: string;
  ticket?: string;
}

/** What a dealing form needs, read from the trading server, and kept fresh while the form is open. */
export function useTicket(accountId: string, target: Target | undefined) {
  const key = JSON.stringify(target);
  const [{ data, error, fetching }, execute] = useQuery({
    query: TradeTicketDocument,
    variables: { accountId, symbol: target?.symbol ?? null, ticket: target?.ticket ?? null },
    requestPolicy: "network-only",
    pause: target === undefined,
  });
  useRefresh((options) => void (target !== undefined && !fetching && execute(options)), quoteSeconds);
  return { ticket: useKept(data, key)?.tradeTicket, error };
}

/** What dealing asks for. Until it is known a reason is asked for. */
export function useDealingRule() {
  const [{ data }] = useQuery({ query: DealingRuleDocument });
  return { reasonRequired: data?.dealingRule.reasonRequired ?? true };
}
