import { type ExplainAccessMutation, graphql } from "@brokerdesk/api";

export const WhyPeopleDocument = graphql(`
  query WhyPeople {
    staffMembers { id name status }
  }
`);

export const WhyClientsDocument = graphql(`
  query WhyClients($search: String) {
    clients(first: 10, search: $search) {
      edges { node { id number displayName owner { id name } } }
    }
  }
`);

export const ExplainAccessDocument = graphql(`
  mutation ExplainAccess($input: ExplainAccessInput!) {
    explainAccess(input: $input) {
      client { id number displayName owner { id name } team { id name } }
      person { id name }
      at
      sees
      obstacles
      roles { id name until }
      relations
      view {
        may
        grants {
          role { id name until }
          reach
          ties { kind leads colleague { id name } teams { id name } }
        }
        deniedBy { id name until }
      }
      acts {
        permission
        sentence
        may
        stepUp
        grants { role { id name until } reach holds }
        deniedBy { id name until }
      }
      fields {
        field
        visibility
        words { role { id name until } relation visibility decides }
        deniedBy { id name until }
      }
    }
  }
`);

export type Explanation = ExplainAccessMutation["explainAccess"];
export type Act = Explanation["acts"][number];
export type Grant = Explanation["view"]["grants"][number];
export type Tie = Grant["ties"][number];
export type Field = Explanation["fields"][number];
