import { type ClientStatusesQuery, graphql } from "@brokerdesk/api";

export const ClientStatusesDocument = graphql(`
  query ClientStatuses {
    viewer {
      staff { id }
      broker {
        salesStatuses { id version name type color position anyNext nextIds retired }
        retentionStatuses { id version name type color position anyNext nextIds retired }
        tags { id version name color }
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

export const CreateTagDocument = graphql(`
  mutation CreateTag($input: CreateTagInput!) {
    createTag(input: $input) {
      tag { id version name color }
      errors { code message path }
    }
  }
`);

export const ChangeTagDocument = graphql(`
  mutation ChangeTag($input: ChangeTagInput!) {
    changeTag(input: $input) {
      tag { id version name color }
      errors { code message path }
    }
  }
`);

export const DeleteTagDocument = graphql(`
  mutation DeleteTag($input: DeleteInput!) {
    deleteTag(input: $input) {
      deletedId
      errors { code message path }
    }
  }
`);

export type BrokerTag = ClientStatusesQuery["viewer"]["broker"]["tags"][number];
export type ClientStatus = ClientStatusesQuery["viewer"]["broker"]["salesStatuses"][number];
