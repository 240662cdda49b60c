import { type ClientFiguresQuery, graphql } from "@brokerdesk/api";

/** What clients have on live accounts in use; nothing of those whose money the viewer does not see. */
export const ClientFiguresDocument = graphql(`
  query ClientFigures($clientIds: [ID!]!) {
    clientFigures(clientIds: $clientIds) {
      clientId
      accounts
      unread
      sums { currency balance equity }
      asOf
      feedState
      lastDepositAt
      openPositions
    }
  }
`);

export type ClientFigures = ClientFiguresQuery["clientFigures"][number];
