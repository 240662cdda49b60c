import { type CustomFieldBookQuery, graphql } from "@brokerdesk/api";

/** The broker's own fields, and where the profile shows what. */
export const CustomFieldBookDocument = graphql(`
  query CustomFieldBook {
    customFields {
      id
      version
      key
      label
      kind
      class
      required
      archived
      filterable
      choices { id label retired }
    }
    profileLayout { version sections { title fields } }
  }
`);

/** What the clients on screen have in them. */
export const ClientCustomFieldsDocument = graphql(`
  query ClientCustomFields($clientIds: [ID!]!) {
    clientCustomFields(clientIds: $clientIds) {
      clientId
      values { fieldId value { display masked canReveal present } }
    }
  }
`);

export const CreateCustomFieldDocument = graphql(`
  mutation CreateCustomField($input: CreateCustomFieldInput!) {
    createCustomField(input: $input) {
      field { id label }
      errors { code message path }
    }
  }
`);

export const ChangeCustomFieldDocument = graphql(`
  mutation ChangeCustomField($input: ChangeCustomFieldInput!) {
    changeCustomField(input: $input) {
      field { id version key label kind class required archived filterable choices { id label retired } }
      errors { code message path }
    }
  }
`);

export const ChangeProfileLayoutDocument = graphql(`
  mutation ChangeProfileLayout($input: ChangeProfileLayoutInput!) {
    changeProfileLayout(input: $input) {
      layout { version sections { title fields } }
      errors { code message path }
    }
  }
`);

export type CustomField = CustomFieldBookQuery["customFields"][number];
export type ProfileLayout = CustomFieldBookQuery["profileLayout"];
