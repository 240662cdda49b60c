import { graphql, type PermissionHoldersQuery, type PermissionUseQuery } from "@brokerdesk/api";

export const PermissionUseDocument = graphql(`
  query PermissionUse($roleId: ID, $days: Int!) {
    permissionUse(roleId: $roleId, days: $days) {
      since
      from
      lines { permission sentence holders users lastOn }
    }
  }
`);

export const PermissionHoldersDocument = graphql(`
  query PermissionHolders($permission: String!, $roleId: ID) {
    permissionHolders(permission: $permission, roleId: $roleId) {
      staff { id name }
      roles
      lastOn
    }
  }
`);

export type UseLine = PermissionUseQuery["permissionUse"]["lines"][number];
export type Holder = PermissionHoldersQuery["permissionHolders"][number];
