import { graphql, type TeamTreeQuery } from "@brokerdesk/api";

export const TeamFieldsDocument = graphql(`
  fragment TeamFields on Team {
    id
    version
    name
    desk
    parentId
    leader { id name }
    members { id name }
    memberCount
  }
`);

export const TeamTreeDocument = graphql(`
  query TeamTree {
    teams { ...TeamFields }
  }
`);

/** Who can lead a team. */
export const LeadersDocument = graphql(`
  query Leaders {
    staffMembers { id name status }
  }
`);

export const CreateTeamDocument = graphql(`
  mutation CreateTeam($input: CreateTeamInput!) {
    createTeam(input: $input) {
      team { ...TeamFields }
      errors { code message path }
    }
  }
`);

export const EditTeamDocument = graphql(`
  mutation EditTeam($input: EditTeamInput!) {
    editTeam(input: $input) {
      team { ...TeamFields }
      errors { code message path }
    }
  }
`);

export const DeleteTeamDocument = graphql(`
  mutation DeleteTeam($input: DeleteInput!) {
    deleteTeam(input: $input) {
      deletedId
      errors { code message path }
    }
  }
`);

export type Team = TeamTreeQuery["teams"][number];
