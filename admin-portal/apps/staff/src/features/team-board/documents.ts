import { type CoverListQuery, graphql, type TeamBoardQuery } from "@brokerdesk/api";

export const CoverFieldsDocument = graphql(`
  fragment CoverFields on Cover {
    id
    version
    absent { id name }
    cover { id name }
    from
    until
    setBy { id name }
  }
`);

export const CoverListDocument = graphql(`
  query CoverList {
    covers { ...CoverFields }
  }
`);

export const TeamBoardDocument = graphql(`
  query TeamBoard($from: DateTime!, $before: DateTime!) {
    teamBoard(from: $from, before: $before) {
      staff { id name }
      team
      contacts
      conversions
      overdue
      target { version contactsADay firstDepositsAMonth }
    }
  }
`);

export const CoverPeopleDocument = graphql(`
  query CoverPeople {
    coverPeople {
      absent { id name }
      covers { id name }
    }
  }
`);

export const MyCoversDocument = graphql(`
  query MyCovers {
    myCovers { ...CoverFields }
  }
`);

export const SetCoverDocument = graphql(`
  mutation SetCover($input: SetCoverInput!) {
    setCover(input: $input) {
      cover { ...CoverFields }
      errors { code message path }
    }
  }
`);

export const EndCoverDocument = graphql(`
  mutation EndCover($input: EndCoverInput!) {
    endCover(input: $input) {
      endedId
      errors { code message path }
    }
  }
`);

export const SetTargetDocument = graphql(`
  mutation SetTarget($input: SetTargetInput!) {
    setTarget(input: $input) {
      target { version contactsADay firstDepositsAMonth }
      errors { code message path }
    }
  }
`);

export type BoardRow = TeamBoardQuery["teamBoard"][number];

export type Cover = CoverListQuery["covers"][number];
