import { useEffect, useState } from "react";
import { useClient, useQuery } from "urql";
import { useKept } from "../common/useKept.ts";
import { type TradingAccount, TradingAccountListDocument } from "../trading-accounts/documents.ts";

/** As many as the server gives at once. */
const pageSize = 200;
/** Milliseconds until a page that failed is asked for again. */
const pause = 3000;

/** All accounts of a client to choose from: those in use, and after them the archived ones, whose history stays. */
export function useClientAccounts(clientId: string) {
  const used = useAllPages(clientId, false);
  const archived = useAllPages(clientId, true);
  // only both together tell that there is none
  const known = used.accounts !== undefined && (used.accounts.length > 0 || archived.accounts !== undefined);
  // an account that is being archived may stand in both for a moment
  const byId = new Map<string, TradingAccount>();
  for (const account of [...(used.accounts ?? []), ...(archived.accounts ?? [])]) {
    if (!byId.has(account.id)) byId.set(account.id, account);
  }
  return {
    accounts: known ? [...byId.values()] : undefined,
    error: used.error ?? archived.error,
    retry: () => {
      used.retry();
      archived.retry();
    },
  };
}

/** The first page as it changes, and the accounts of the pages after it. */
function useAllPages(clientId: string, archived: boolean) {
  const client = useClient();
  const [{ data, error }, execute] = useQuery({
    query: TradingAccountListDocument,
    variables: { first: pageSize, after: null, filter: { clientId, archived } },
  });
  const page = useKept(data, clientId)?.tradingAccounts;
  const failed = error !== undefined && page === undefined;
  useEffect(() => {
    if (!failed) return undefined;
    const timer = setInterval(() => execute({ requestPolicy: "network-only" }), pause);
    return () => clearInterval(timer);
  }, [failed, execute]);
  const end = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
  const [rest, setRest] = useState<{ of: string; accounts: readonly TradingAccount[] }>();
  useEffect(() => {
    let gone = false;
    const read = async () => {
      const accounts: TradingAccount[] = [];
      let after = end;
      while (after && !gone) {
        const variables = { first: pageSize, after, filter: { clientId, archived } };
        const answer = await client.query(TradingAccountListDocument, variables).toPromise();
        const next = answer.data?.tradingAccounts;
        if (next === undefined) {
          await new Promise((done) => setTimeout(done, pause));
          continue;
        }
        accounts.push(...next.edges.map(({ node }) => node));
        after = next.pageInfo.hasNextPage ? next.pageInfo.endCursor : undefined;
      }
      if (!gone) setRest({ of: clientId, accounts });
    };
    void read();
    return () => {
      gone = true;
    };
  }, [client, clientId, archived, end]);
  const more = rest?.of === clientId ? rest.accounts : [];
  const accounts = page && [...page.edges.map(({ node }) => node), ...more];
  return { accounts, error, retry: () => execute({ requestPolicy: "network-only" }) };
}
