import { graphql } from "@brokerdesk/api";

export const CreateSavedViewDocument = graphql(`
  mutation CreateSavedView($input: CreateSavedViewInput!) {
    createSavedView(input: $input) {
      view { ...SavedViewFields }
      errors { code message path }
    }
  }
`);

export const ChangeSavedViewDocument = graphql(`
  mutation ChangeSavedView($input: ChangeSavedViewInput!) {
    changeSavedView(input: $input) {
      view { ...SavedViewFields }
      errors { code message path }
    }
  }
`);

export const DeleteSavedViewDocument = graphql(`
  mutation DeleteSavedView($input: DeleteInput!) {
    deleteSavedView(input: $input) {
      deletedId
      errors { code message path }
    }
  }
`);

export const ChooseSavedViewDocument = graphql(`
  mutation ChooseSavedView($input: ChooseSavedViewInput!) {
    chooseSavedView(input: $input) {
      savedViews { chosenId opensWithId }
      errors { code message path }
    }
  }
`);

export const SetRoleViewDocument = graphql(`
  mutation SetRoleView($input: SetRoleViewInput!) {
    setRoleView(input: $input) {
      savedViews { chosenId opensWithId }
      errors { code message path }
    }
  }
`);

export const RoleNamesDocument = graphql(`
  query RoleNames {
    roles { id name }
  }
`);
