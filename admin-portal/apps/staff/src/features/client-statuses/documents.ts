import { type ClientStatusesQuery, graphql } from "@brokerdesk/api";

export const ClientStatusesDocument = graphql(`
  query ClientStatuses {
    viewer {
      staff { id }
      broker {
        salesStatuses { id version name type color position anyNext nextIds retired }
        retentionStatuses { id version name type color position anyNext nextIds retired }
      }
    }
  }
`);

export const CreateClientStatusDocument = graphql(`
  mutation CreateClientStatus($input: CreateClientStatusInput!) {
    createClientStatus(input: $input) {
      status { id version name type color position anyNext nextIds retired }
      errors { code message path }
    }
  }
`);

export const ChangeClientStatusDocument = graphql(`
  mutation ChangeClientStatus($input: ChangeClientStatusInput!) {
    changeClientStatus(input: $input) {
      status { id version name type color position anyNext nextIds retired }
      errors { code message path }
    }
  }
`);

export type ClientStatus = ClientStatusesQuery["viewer"]["broker"]["salesStatuses"][number];
