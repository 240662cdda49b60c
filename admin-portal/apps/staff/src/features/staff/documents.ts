import { graphql, type StaffListQuery } from "@brokerdesk/api";

export const StaffFieldsDocument = graphql(`
  fragment StaffFields on StaffMember {
    id
    version
    name
    email { display masked canReveal present }
    status
    team { id name }
    roles { id name until }
    totpEnabled
    lastSeenAt
    createdAt
  }
`);

export const StaffListDocument = graphql(`
  query StaffList {
    staffMembers { ...StaffFields }
    teams { id name }
    roles { id name editable reason }
  }
`);

export const InviteStaffDocument = graphql(`
  mutation InviteStaff($input: InviteStaffInput!) {
    inviteStaff(input: $input) {
      staff { ...StaffFields }
      errors { code message path }
    }
  }
`);

export const ResendInvitationDocument = graphql(`
  mutation ResendInvitation($id: ID!) {
    resendInvitation(id: $id) {
      staff { ...StaffFields }
      errors { code message path }
    }
  }
`);

export const EditStaffDocument = graphql(`
  mutation EditStaff($input: EditStaffInput!) {
    editStaff(input: $input) {
      staff { ...StaffFields }
      errors { code message path }
    }
  }
`);

export const ChangeStaffStatusDocument = graphql(`
  mutation ChangeStaffStatus($input: ChangeStaffStatusInput!) {
    changeStaffStatus(input: $input) {
      staff { ...StaffFields }
      errors { code message path }
    }
  }
`);

export type StaffMember = StaffListQuery["staffMembers"][number];
export type TeamChoice = StaffListQuery["teams"][number];
export type RoleChoice = StaffListQuery["roles"][number];
