import { graphql, type WatchAlertsQuery, type WatchRulesQuery } from "@brokerdesk/api";

export const WatchAlertsDocument = graphql(`
  query WatchAlerts($open: Boolean!, $first: Int!, $after: String) {
    watchAlerts(open: $open, first: $first, after: $after) {
      edges {
        node {
          id kind staff { id name } most minutes count firstAt lastAt raisedAt closedAt closedBy { id name } action
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export const WatchRulesDocument = graphql(`
  query WatchRules {
    watchRules { kind version enabled most minutes nightFrom nightTo }
  }
`);

export const ChangeWatchRuleDocument = graphql(`
  mutation ChangeWatchRule($input: ChangeWatchRuleInput!) {
    changeWatchRule(input: $input) {
      rule { kind version enabled most minutes nightFrom nightTo }
      errors { code message path }
    }
  }
`);

export const CloseWatchAlertDocument = graphql(`
  mutation CloseWatchAlert($input: CloseWatchAlertInput!) {
    closeWatchAlert(input: $input) {
      alert { id closedAt closedBy { id name } }
      errors { code message path }
    }
  }
`);

export type WatchAlert = WatchAlertsQuery["watchAlerts"]["edges"][number]["node"];
export type WatchRule = WatchRulesQuery["watchRules"][number];
