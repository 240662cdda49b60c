import { graphql } from "@brokerdesk/api";

export const EditClientDocument = graphql(`
  mutation EditClient($input: EditClientInput!) {
    editClient(input: $input) {
      client { ...ClientDetail }
      errors { code message path }
      undoToken
    }
  }
`);

export const AssignClientDocument = graphql(`
  mutation AssignClient($input: AssignClientInput!) {
    assignClient(input: $input) {
      client { ...ClientDetail }
      errors { code message path }
      undoToken
    }
  }
`);

export const ChangeClientTagsDocument = graphql(`
  mutation ChangeClientTags($input: ChangeClientTagsInput!) {
    changeClientTags(input: $input) {
      client { ...ClientDetail }
      errors { code message path }
      undoToken
    }
  }
`);

export const UndoDocument = graphql(`
  mutation Undo($token: String!) {
    undo(token: $token) {
      client { ...ClientDetail }
      errors { code message path }
    }
  }
`);

export const ArchiveClientDocument = graphql(`
  mutation ArchiveClient($input: ArchiveClientInput!) {
    archiveClient(input: $input) {
      client { ...ClientDetail }
      errors { code message path }
    }
  }
`);

export const RestoreClientDocument = graphql(`
  mutation RestoreClient($input: ArchiveClientInput!) {
    restoreClient(input: $input) {
      client { ...ClientDetail }
      errors { code message path }
    }
  }
`);

export const ChangeClientEmailDocument = graphql(`
  mutation ChangeClientEmail($input: ChangeClientEmailInput!) {
    changeClientEmail(input: $input) {
      client { ...ClientDetail }
      errors { code message path }
    }
  }
`);

export const ResetClientPasswordDocument = graphql(`
  mutation ResetClientPassword($input: ResetClientPasswordInput!) {
    resetClientPassword(input: $input) {
      sent
      errors { code message path }
    }
  }
`);

export const AddContactDocument = graphql(`
  mutation AddContact($input: AddContactInput!) {
    addContact(input: $input) {
      client { ...ClientDetail }
      errors { code message path }
    }
  }
`);

export const RemoveContactDocument = graphql(`
  mutation RemoveContact($input: RemoveContactInput!) {
    removeContact(input: $input) {
      client { ...ClientDetail }
      errors { code message path }
    }
  }
`);

export const RevealContactDocument = graphql(`
  mutation RevealContact($input: RevealInput!) {
    revealContact(input: $input) {
      value
      expiresAt
      left
      errors { code message path }
    }
  }
`);
