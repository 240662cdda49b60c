import { useEffect, useState } from "react";
import { useClient, useQuery } from "urql";
import { useKept } from "../common/useKept.ts";
import { type TradingAccount, TradingAccountListDocument } from "../trading-accounts/documents.ts";

/** As many as the server gives at once. */
const pageSize = 200;
/** Milliseconds until a page that failed is asked for again. */
const pause = 3000;

/** All accounts of a client to choose from: the first page as it changes, and those of the pages after it. */
export function useClientAccounts(clientId: string) {
  const client = useClient();
  const [{ data, error }, execute] = useQuery({
    query: TradingAccountListDocument,
    variables: { first: pageSize, after: null, filter: { clientId } },
  });
  const page = useKept(data, clientId)?.tradingAccounts;
  const end = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
  const [rest, setRest] = useState<{ of: string; accounts: readonly TradingAccount[] }>();
  useEffect(() => {
    let gone = false;
    const read = async () => {
      const accounts: TradingAccount[] = [];
      let after = end;
      while (after && !gone) {
        const variables = { first: pageSize, after, filter: { clientId } };
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
  }, [client, clientId, end]);
  const more = rest?.of === clientId ? rest.accounts : [];
  const accounts = page && [...page.edges.map(({ node }) => node), ...more];
  return { accounts, error, retry: () => execute({ requestPolicy: "network-only" }) };
}
