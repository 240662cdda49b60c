import { useState } from "react";
import { useClient } from "urql";
import { type TradingAccount, TradingAccountDocument } from "./documents.ts";

/** What a form changes of an account, at the version that it was opened with and as it stands now. */
export function useAccountPart<V extends object>(account: TradingAccount, valuesOf: (account: TradingAccount) => V) {
  const urql = useClient();
  const [before] = useState(account);
  const versioned = (each: TradingAccount) => ({ version: each.version, values: valuesOf(each) });
  return {
    before,
    start: versioned(before),
    latest: async () => {
      const again = urql.query(TradingAccountDocument, { id: before.id }, { requestPolicy: "network-only" });
      const now = (await again.toPromise()).data?.tradingAccount;
      return now && versioned(now);
    },
  };
}
