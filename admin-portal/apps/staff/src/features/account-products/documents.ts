import { type AccountProductListQuery, graphql } from "@brokerdesk/api";

export const AccountProductFieldsDocument = graphql(`
  fragment AccountProductFields on AccountProduct {
    id version name serverId serverName environment leverages active
    currencies { currency group minimumDeposit }
  }
`);

export const AccountProductListDocument = graphql(`
  query AccountProductList {
    accountProducts { ...AccountProductFields }
  }
`);

export const TradingServerGroupsDocument = graphql(`
  query TradingServerGroups($id: ID!) {
    tradingServerGroups(id: $id) { name currency }
  }
`);

export const AddAccountProductDocument = graphql(`
  mutation AddAccountProduct($input: AddAccountProductInput!) {
    addAccountProduct(input: $input) {
      product { ...AccountProductFields }
      errors { code message path }
    }
  }
`);

export const EditAccountProductDocument = graphql(`
  mutation EditAccountProduct($input: EditAccountProductInput!) {
    editAccountProduct(input: $input) {
      product { ...AccountProductFields }
      errors { code message path }
    }
  }
`);

export type AccountProduct = AccountProductListQuery["accountProducts"][number];
