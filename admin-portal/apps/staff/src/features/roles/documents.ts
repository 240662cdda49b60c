import { graphql, type RolesQuery } from "@brokerdesk/api";

export const RoleFieldsDocument = graphql(`
  fragment RoleFields on Role {
    id
    version
    name
    description
    memberCount
    editable
    reason
    grants { permission reach }
    fields { field relation visibility }
    deniedPermissions
    deniedFields
  }
`);

export const RolesDocument = graphql(`
  query Roles {
    roles { ...RoleFields }
    permissionCatalogue { permission resource verb sentence hasReach stepUp grantable maxReach }
  }
`);

export const CreateRoleDocument = graphql(`
  mutation CreateRole($input: CreateRoleInput!) {
    createRole(input: $input) {
      role { ...RoleFields }
      errors { code message path }
    }
  }
`);

export const EditRoleDocument = graphql(`
  mutation EditRole($input: EditRoleInput!) {
    editRole(input: $input) {
      role { ...RoleFields }
      errors { code message path }
    }
  }
`);

export const StartPreviewDocument = graphql(`
  mutation StartPreview($id: ID!) {
    startPreview(id: $id) {
      until
      errors { code message path }
    }
  }
`);

export const StartDraftPreviewDocument = graphql(`
  mutation StartDraftPreview($input: PreviewDraftInput!) {
    startDraftPreview(input: $input) {
      until
      errors { code message path }
    }
  }
`);

export const IsPreviewDocument = graphql(`
  query IsPreview {
    viewer { preview { roleName draft until } }
  }
`);

export const EndPreviewDocument = graphql(`
  mutation EndPreview {
    endPreview {
      until
      errors { code message path }
    }
  }
`);

export const DeleteRoleDocument = graphql(`
  mutation DeleteRole($input: DeleteInput!) {
    deleteRole(input: $input) {
      deletedId
      errors { code message path }
    }
  }
`);

export type Role = RolesQuery["roles"][number];
export type Catalogue = RolesQuery["permissionCatalogue"];
