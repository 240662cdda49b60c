import { graphql } from "@brokerdesk/api";

export const MoneyFiguresDocument = graphql(`
  query MoneyFigures($range: FigureRangeInput!) {
    moneyFigures(range: $range) {
      currency
      now { firstCount firstAmount count deposits withdrawals net }
      before { firstCount firstAmount count net }
      days { day firstCount firstAmount net }
    }
  }
`);

export const NewClientFiguresDocument = graphql(`
  query NewClientFigures($range: FigureRangeInput!) {
    newClientFigures(range: $range) {
      now
      before
      days { day count }
      sources { name now before }
      otherSources { now before }
      countries { name now before }
      otherCountries { now before }
    }
  }
`);

export const QueueFiguresDocument = graphql(`
  query QueueFigures($dayEnd: DateTime!) {
    queueFigures(dayEnd: $dayEnd) {
      balanceWaiting
      balanceUnknown
      commandsWaiting
      commandsUnknown
      overdue
      fresh
      kycPending
    }
  }
`);

export const OpenAlertsDocument = graphql(`
  query OpenAlerts {
    openWatchAlerts
  }
`);
