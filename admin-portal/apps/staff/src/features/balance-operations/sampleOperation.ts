import type { BalanceOperation } from "./documents.ts";

/** A withdrawal that waits for a second person, for tests. */
export const sampleOperation: BalanceOperation = {
  __typename: "BalanceOperation",
  id: "bop_1",
  version: 2,
  accountId: "tac_1",
  login: "500123",
  serverName: "Live 1",
  client: { __typename: "ClientRef", id: "cli_1", number: "AT-1", name: "Olga Novak" },
  kind: "WITHDRAWAL",
  amount: "2500.00",
  currency: "USD",
  state: "REQUESTED",
  needs: "APPROVAL",
  tag: "BD-4F7",
  reason: "Asked for on the phone",
  said: null,
  deal: null,
  requestedBy: { __typename: "StaffRef", id: "stf_2", name: "Tom Berg" },
  requestedAt: "2026-11-28T08:00:00Z",
  decidedBy: null,
  decidedAt: null,
  endedAt: null,
  mine: false,
  approvable: true,
  approveReason: null,
};
