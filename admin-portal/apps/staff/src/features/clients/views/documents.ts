import { graphql, type SavedViewsQuery } from "@brokerdesk/api";

export const SavedViewFields = graphql(`
  fragment SavedViewFields on SavedView {
    id
    version
    name
    audience
    team { id name }
    owner { id name }
    definition {
      filter
      sort { field descending }
      columns { name pinned width }
      density
      groupBy
    }
    dropped
    mine
    mayChange
    roleIds
  }
`);

export const SavedViewsDocument = graphql(`
  query SavedViews {
    savedViews {
      chosenId
      opensWithId
      views { ...SavedViewFields }
    }
  }
`);

export type SavedView = SavedViewsQuery["savedViews"]["views"][number];
